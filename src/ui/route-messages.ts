import type {
  BackendCode,
  DifferenceCode,
  InputCode,
  LostCode,
  MissingCode,
  NoteCode,
  RefusalCode,
  StatusCode,
} from '../engine/routing/index.ts';
import type { PodProblemCode } from '../engine/qos/index.ts';
import type { Pair } from './messages.ts';

/** Why another candidate did not get the request. */
export const routeLostMessages = {
  'other-class': [
    '属于另一个 IngressClass：{class}',
    'It belongs to another IngressClass, {class}',
  ],
  'no-class': [
    '没有 IngressClass，也没有默认的 IngressClass',
    'It has no IngressClass, and there is no default one',
  ],
  'other-gateway': [
    '没有挂到这个 Gateway 上（挂到了：{gateways}）',
    'It is not attached to this Gateway (attached to: {gateways})',
  ],
  'section-not-found': [
    'parentRefs 里的 sectionName {section} 不是这个 Gateway 的监听器',
    'sectionName {section} in parentRefs is no listener of this Gateway',
  ],
  'parent-port-not-found': [
    'parentRefs 里的端口 {port} 上没有它要的监听器',
    'parentRefs asks for port {port}, where there is no such listener',
  ],
  'kind-not-allowed': [
    '监听器 {listener} 不接受 HTTPRoute',
    'Listener {listener} takes no HTTPRoute',
  ],
  'namespace-not-allowed': [
    '监听器 {listener} 的 allowedRoutes 不接受名字空间 {namespace} 的路由',
    'allowedRoutes of listener {listener} takes no routes from namespace {namespace}',
  ],
  'no-hostname-intersection': [
    '它的 hostnames 与监听器 {listener} 的 {hostname} 没有交集',
    'Its hostnames have nothing in common with {hostname} of listener {listener}',
  ],
  'other-listener': [
    '只挂在别的监听器上：{listeners}',
    'It is attached to other listeners only: {listeners}',
  ],
  'hostname-not-matching': [
    '主机名 {hostnames} 不匹配“{host}”',
    'Host {hostnames} does not fit "{host}"',
  ],
  'path-not-matching': ['路径 {path} 不匹配', 'Path {path} does not fit'],
  'regex-not-understood': [
    '看不懂正则表达式 {pattern}，不猜它是否匹配',
    'The regular expression {pattern} is not understood; whether it fits is not guessed',
  ],
  'method-not-matching': ['只要 {method} 请求', 'It takes {method} only'],
  'header-not-matching': ['缺少请求头 {name}: {value}', 'The request lacks header {name}: {value}'],
  'query-not-matching': [
    '缺少查询参数 {name}={value}',
    'The request lacks query parameter {name}={value}',
  ],
  'less-specific-hostname': [
    '主机名 {own} 没有 {winner} 具体',
    'Host {own} is less specific than {winner}',
  ],
  'not-exact-path': [
    '{own} 不是 Exact，胜出的 {winner} 是',
    '{own} is not Exact, the winning {winner} is',
  ],
  'shorter-path': ['路径 {own} 比 {winner} 短', 'Path {own} is shorter than {winner}'],
  'regex-after-prefix': [
    '正则 {own} 与前缀 {winner} 一样长，前缀在先',
    'Expression {own} is as long as prefix {winner}; the prefix goes first',
  ],
  'no-method-match': [
    '没有限定方法，胜出的那条限定了',
    'It asks for no method, the winning match does',
  ],
  'fewer-headers': [
    '只匹配 {own} 个请求头，胜出的匹配 {winner} 个',
    'It matches on {own} headers, the winner on {winner}',
  ],
  'fewer-query-params': [
    '只匹配 {own} 个查询参数，胜出的匹配 {winner} 个',
    'It matches on {own} query parameters, the winner on {winner}',
  ],
  newer: [
    '其余都一样，但它更新（{own}，胜出的是 {winner}；空白表示还没创建）',
    'Equal otherwise, but newer ({own}; the winner {winner}; blank: not created yet)',
  ],
  'later-name': [
    '其余都一样，按 名字空间/名称 排序 {own} 在 {winner} 之后',
    'Equal otherwise, but {own} comes after {winner} in alphabetical order',
  ],
  'later-rule': [
    '其余都一样，但同一对象里 rules[{winner}] 在前',
    'Equal otherwise, but rules[{winner}] of the same object comes first',
  ],
  'default-backend-not-needed': [
    '有规则匹配，默认后端用不上',
    'A rule fits, so the default backend is not asked',
  ],
} satisfies Record<LostCode, Pair>;

export const statusMessages = {
  'no-gateway': [
    '没有 Gateway 也没有 Ingress，请求无处可去',
    'There is neither a Gateway nor an Ingress to send it to',
  ],
  'gateway-not-found': ['没有名为 {gateway} 的 Gateway', 'There is no Gateway {gateway}'],
  'no-listener-on-port': [
    '端口 {port} 上没有这种协议的监听器，连接会被拒绝',
    'No listener of that protocol on port {port}: the connection is refused',
  ],
  'no-listener-for-host': [
    '没有监听器的主机名匹配“{host}”',
    'No listener has a hostname that fits "{host}"',
  ],
  'no-route-matches': [
    '这个监听器上没有规则匹配，按规范返回 404',
    'No rule on this listener fits: 404, as the specification says',
  ],
  'no-ingress-matches': [
    '没有规则匹配，也没有默认后端；通常返回 404',
    'No rule fits and there is no default backend: mostly a 404',
  ],
  'misdirected-request': [
    'TLS 握手的名字 {sni} 与 Host {host} 属于不同的监听器',
    'The TLS name {sni} and Host {host} belong to different listeners',
  ],
  'no-backends': ['这条规则没有后端', 'The rule has no backends'],
  'all-weights-zero': ['所有后端的权重都是 0', 'The weight of every backend is 0'],
  'backends-unusable': [
    '后端都不可用；不会改走别的规则',
    'No backend may be used, and no other rule takes over',
  ],
  'service-missing': [
    '没有可用的 Service {namespace}/{name}；多数控制器返回 503',
    'There is no usable Service {namespace}/{name}: mostly a 503',
  ],
} satisfies Record<StatusCode, Pair>;

export const backendMessages = {
  'backend-kind-unknown': [
    '不认识这种后端：{group}/{kind}',
    'Backends of kind {kind} (group {group}) are not known',
  ],
  'backend-not-found': [
    '输入里没有 Service {namespace}/{name}',
    'There is no Service {namespace}/{name} in the input',
  ],
  'backend-port-not-found': [
    'Service {namespace}/{name} 没有端口 {port}',
    'Service {namespace}/{name} has no port {port}',
  ],
  'backend-not-granted': [
    '{namespace} 里没有 ReferenceGrant 允许 {from} 的 HTTPRoute 引用 Service {name}',
    'No ReferenceGrant in {namespace} lets HTTPRoutes of {from} refer to Service {name}',
  ],
} satisfies Record<BackendCode, Pair>;

export const routeNotes = {
  'gateway-assumed': [
    '请求没有说发给谁，假定是 Gateway {gateway}',
    'The request names no Gateway; {gateway} is assumed',
  ],
  'listener-not-found': [
    'Gateway {gateway} 没有名为 {listener} 的监听器',
    'Gateway {gateway} has no listener {listener}',
  ],
  'port-assumed': [
    'URL 没写端口，默认端口上没有监听器，用了 {port}',
    'The URL has no port and nothing listens on the usual one; {port} is used',
  ],
  'regex-order-open': [
    '正则与其他路径的先后由实现决定，这里按长度',
    'Where expressions stand among other paths is up to the implementation; here their length decides',
  ],
  'regex-dialect': [
    '正则的方言由实现决定，这里要求匹配整个路径',
    'The dialect is up to the implementation; here an expression has to fit the whole path',
  ],
  'implementation-specific-as-prefix': [
    'ImplementationSpecific 由控制器决定，这里按 Prefix',
    'ImplementationSpecific is up to the controller; it is read as Prefix here',
  ],
  'nginx-regex': [
    'ingress-nginx 在这个主机上把所有路径当正则：从开头匹配，不分大小写',
    'ingress-nginx reads all paths of this host as expressions that fit from the start and ignore case',
  ],
  'ingress-tie-open': [
    '文档没说这两条谁先，这里取较早创建的（再按名称、次序）',
    'The documentation does not say which of two equal paths goes first; here the older Ingress does, then by name and order',
  ],
  'path-not-normalised': [
    '路径照原样比较；多数代理会先化简 //、/./、/../ 和百分号编码',
    'The path is compared as sent; most proxies resolve //, /./, /../ and percent signs first',
  ],
  'several-classes': [
    '这些 Ingress 分属不同的类（{classes}），实际由不同的控制器各自处理；请指定一个类',
    'These Ingresses are of different classes ({classes}), each with its own controller; choose one of them',
  ],
  'repeated-query-param': [
    '参数 {name} 出现了不止一次，这里只看第一个；各实现不同',
    'Parameter {name} stands there more than once; the first counts here, implementations differ',
  ],
  'some-backends-unusable': [
    '约 {share}% 的请求会得到 500：有的后端不可用',
    'About {share}% of the requests get a 500: some backends may not be used',
  ],
  'route-refused': [
    'API 服务器会拒绝这个对象；答案按现在的写法给出',
    'The API server would refuse this object; the answer takes it as written',
  ],
} satisfies Record<NoteCode, Pair>;

/** What the API server's own words come down to. */
export const routeRefusals = {
  'value-required': ['必须填写', 'Required'],
  'value-invalid': ['值不合法', 'Not allowed'],
  'value-duplicate': ['重复', 'Given twice'],
  'value-unsupported': ['不是可选的值之一', 'None of the values that may stand here'],
  'value-too-long': ['太长', 'Too long'],
  'too-many': ['项数太多', 'Too many items'],
  'type-invalid': ['类型不对', 'Of the wrong type'],
  'rule-broken': [
    '违反资源定义里的一条 CEL 规则',
    'A CEL rule of the resource definition is broken',
  ],
  'rules-not-checked': [
    '有了上面的错误，其余规则没有检查',
    'Because of the errors above the rules were not checked',
  ],
} satisfies Record<RefusalCode, Pair>;

export const routeInput = {
  'object-repeated': [
    '{kind} {namespace}/{name} 出现了不止一次，以后面的为准',
    '{kind} {namespace}/{name} is there more than once; the later one counts',
  ],
  'no-routes': [
    '输入里没有 Ingress 也没有 Gateway',
    'There is neither an Ingress nor a Gateway in the input',
  ],
  'bad-url': ['不是 http(s) 的 URL：{text}', 'No http(s) URL: {text}'],
  'bad-header': [
    '请求头要写成 名字: 值，不能是 {text}',
    'Write a header as name: value, not {text}',
  ],
  'request-field': [
    '请求的字段 {field} 类型不对',
    'Field {field} of the request is of the wrong type',
  ],
} satisfies Record<Exclude<InputCode, PodProblemCode>, Pair>;

/** What an Ingress says and Gateway API cannot, or not in the same way. */
export const missingMessages = {
  'annotation-has-field': [
    '注解 {annotation} 没有转换；意思相近的字段：{field}',
    'Annotation {annotation} is not carried over; a field that says something similar: {field}',
  ],
  'annotation-has-none': [
    '注解 {annotation} 在 Gateway API 里没有对应，要看所选实现的策略',
    'Nothing in Gateway API says what annotation {annotation} does; see the policies of your implementation',
  ],
  'annotation-unknown': [
    'ingress-nginx 没有注解 {annotation}',
    'ingress-nginx has no annotation {annotation}',
  ],
  'gateway-class-to-choose': [
    '没有 IngressClass：gatewayClassName 要换成你的 GatewayClass',
    'There is no IngressClass: put your GatewayClass into gatewayClassName',
  ],
  'tls-without-secret': [
    '没有 secretName：控制器自己的默认证书，Gateway 里要写明',
    'No secretName: a default certificate of the controller, which a Gateway has to name',
  ],
  'tls-redirect': [
    '多数 Ingress 控制器会把 HTTP 重定向到 HTTPS；需要的话加一个 RequestRedirect 过滤器',
    'Most Ingress controllers redirect HTTP to HTTPS here; add a RequestRedirect filter if you want that',
  ],
  'wildcard-takes-more': [
    '{host}：Ingress 里星号只占一段，HTTPRoute 里可以占几段',
    '{host}: the star is one label in Ingress, one or more in HTTPRoute',
  ],
  'regex-by-implementation': [
    '{path} 在 ingress-nginx 里是不分大小写的正则；RegularExpression 的方言由实现决定',
    '{path} is an expression that ignores case in ingress-nginx; the dialect of RegularExpression is up to the implementation',
  ],
  'path-not-allowed': [
    '{path} 里有 HTTPRoute 不接受的字符，这条没有转换',
    'HTTPRoute does not take the characters of {path}; this path is left out',
  ],
  'implementation-specific-path': [
    '{path} 是 ImplementationSpecific，按前缀转换',
    '{path} is ImplementationSpecific; it is carried over as a prefix',
  ],
  'resource-backend': [
    '后端 {kind} 要看实现是否支持',
    'Whether a backend of kind {kind} works is up to the implementation',
  ],
  'port-name-unknown': [
    'HTTPRoute 只用端口号，而输入里没有 Service {name} 来查 {port}；这条没有转换',
    'HTTPRoute takes port numbers only, and there is no Service {name} in the input to look {port} up; left out',
  ],
  'default-backend-unreachable': [
    '默认后端轮不到：已有不限主机的 / 或更早的默认后端',
    'This default backend gets nothing: there is / without a host, or an older default backend',
  ],
} satisfies Record<MissingCode, Pair>;

export const differenceMessages = {
  'wildcard-takes-more': missingMessages['wildcard-takes-more'],
  'ingress-tie-open': routeNotes['ingress-tie-open'],
  'not-carried-over': ['有一条没有转换，见上', 'Something was left out, see above'],
} satisfies Record<DifferenceCode, Pair>;
