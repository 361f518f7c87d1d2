/**
 * Paths by element: Ingress Prefix (concepts/services-networking/ingress "Path types") and HTTPRoute PathPrefix
 * (PathMatchPathPrefix, apis/v1/httproute_types.go v1.7.0), "semantically equivalent" by the latter's own words.
 * Paths are compared as they are sent: neither text asks for `.`, `..`, `//` or percent signs to be resolved.
 */

/** "When specified, a trailing `/` is ignored." */
export function withoutSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}

export function fitsPrefix(prefix: string, path: string): boolean {
  const bare = withoutSlash(prefix);
  return path === bare || path.startsWith(`${bare}/`);
}

/** Most proxies resolve these before they match; then another rule may win. */
export function isUnnormalised(path: string): boolean {
  return /\/\/|\/\.\.?(?:\/|$)|%(?!2[fF])[0-9A-Fa-f]{2}/.test(path);
}

/** The table of HTTPPathModifier.ReplacePrefixMatch. */
export function replacePrefix(path: string, prefix: string, replacement: string): string {
  const rest = path.slice(withoutSlash(prefix).length);
  const bare = withoutSlash(replacement);
  return bare + rest || '/';
}
