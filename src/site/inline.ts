/**
 * Scripts that stand in the page itself because they must run before the first paint. Plain text, so
 * that the policy's hashes are of exactly what is sent. Storage may be missing or throw.
 */

/** The reader's theme: from the address (`?theme=dark`, for frames and `file://`) or from an earlier visit. */
export const themeScript = `(function(){var r=document.documentElement,t;
try{t=localStorage.getItem('livenotes:theme')}catch(e){}
var m=/[?&#]theme=(light|dark|auto)/.exec(location.search+location.hash);if(m)t=m[1];
if(t==='light'||t==='dark')r.dataset.theme=t})()`;

/** On the page in both languages: which of them this reader sees first. */
export const choiceScript = `(function(){var r=document.documentElement,l;
try{l=localStorage.getItem('livenotes:lang')}catch(e){}
if(l!=='zh'&&l!=='en'){l=(navigator.languages||[]).map(function(x){return x.slice(0,2).toLowerCase()})
.find(function(x){return x==='zh'||x==='en'})||'en'}
r.dataset.choice=l;r.lang=l==='zh'?'zh-CN':'en'})()`;

/**
 * On the page for a missing address, which is served at any depth: finds the site's folder and points
 * the links there. Everything up to a language's folder is certain; otherwise each folder above is asked
 * for a file that only this site has. Every link carries its place in the site as \`data-file\`.
 */
export const missingScript = `(function(){
var p=location.pathname,m=/^(.*?\\/)(?:zh|en|embed|live)\\//.exec(p);
function point(base){document.querySelectorAll('a[data-file]').forEach(function(a){
a.setAttribute('href',base+a.dataset.file)})}
function ask(folder){fetch(folder+'live/site.js',{method:'HEAD'}).then(function(r){
if(r.ok)point(folder);else throw 0}).catch(function(){
if(folder!=='/')ask(folder.replace(/[^/]*\\/$/,''))})}
addEventListener('DOMContentLoaded',function(){
if(m)point(m[1]);else if(location.protocol!=='file:')ask(p.replace(/[^/]*$/,''))})})()`;
