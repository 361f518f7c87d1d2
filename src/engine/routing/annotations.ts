/**
 * Annotations of ingress-nginx (controller v1.15.1, the last one; docs/user-guide/nginx-configuration/annotations)
 * and the field of Gateway API v1.7.0 that says something similar. None is converted: each of them differs in
 * detail, and what has no field needs a policy of the chosen implementation.
 */
export const NGINX = 'nginx.ingress.kubernetes.io/';

/** Short name → field of an HTTPRoute rule, a Gateway or a policy. */
const FIELDS: Readonly<Record<string, string>> = {
  'app-root': 'filters: RequestRedirect',
  'backend-protocol': 'BackendTLSPolicy, Service appProtocol',
  canary: 'backendRefs[].weight',
  'canary-by-header': 'matches[].headers',
  'canary-by-header-pattern': 'matches[].headers (RegularExpression)',
  'canary-by-header-value': 'matches[].headers',
  'canary-weight': 'backendRefs[].weight',
  'canary-weight-total': 'backendRefs[].weight',
  'cors-allow-credentials': 'filters: CORS',
  'cors-allow-headers': 'filters: CORS',
  'cors-allow-methods': 'filters: CORS',
  'cors-allow-origin': 'filters: CORS',
  'cors-expose-headers': 'filters: CORS',
  'cors-max-age': 'filters: CORS',
  'enable-cors': 'filters: CORS',
  'force-ssl-redirect': 'filters: RequestRedirect',
  'from-to-www-redirect': 'filters: RequestRedirect',
  'mirror-target': 'filters: RequestMirror',
  'permanent-redirect': 'filters: RequestRedirect',
  'permanent-redirect-code': 'filters: RequestRedirect',
  'proxy-next-upstream': 'retry',
  'proxy-next-upstream-tries': 'retry.attempts',
  'proxy-read-timeout': 'timeouts.backendRequest',
  'proxy-send-timeout': 'timeouts.backendRequest',
  'proxy-ssl-name': 'BackendTLSPolicy',
  'proxy-ssl-secret': 'BackendTLSPolicy',
  'proxy-ssl-verify': 'BackendTLSPolicy',
  'rewrite-target': 'filters: URLRewrite',
  'ssl-passthrough': 'TLSRoute',
  'ssl-redirect': 'filters: RequestRedirect',
  'temporal-redirect': 'filters: RequestRedirect',
  'temporal-redirect-code': 'filters: RequestRedirect',
  'upstream-vhost': 'filters: URLRewrite',
  'use-regex': 'matches[].path (RegularExpression)',
  'x-forwarded-prefix': 'filters: RequestHeaderModifier',
  'auth-tls-secret': 'Gateway tls.frontend',
  'auth-tls-verify-client': 'Gateway tls.frontend',
};

/** Known, and nothing in the API says it. */
const WITHOUT: ReadonlySet<string> = new Set(
  `affinity affinity-canary-behavior affinity-mode allowlist-source-range auth-always-set-cookie auth-cache-duration
  auth-cache-key auth-keepalive auth-keepalive-requests auth-keepalive-share-vars auth-keepalive-timeout auth-method
  auth-proxy-set-headers auth-realm auth-response-headers auth-secret auth-secret-type auth-signin
  auth-signin-redirect-param auth-snippet auth-tls-error-page auth-tls-match-cn
  auth-tls-pass-certificate-to-upstream auth-tls-verify-depth auth-type auth-url canary-by-cookie
  client-body-buffer-size configuration-snippet connection-proxy-header custom-headers custom-http-errors
  default-backend denylist-source-range disable-proxy-intercept-errors enable-access-log enable-global-auth
  enable-modsecurity enable-opentelemetry enable-owasp-core-rules enable-rewrite-log grpc-backend http2-push-preload
  limit-burst-multiplier limit-connections limit-rate limit-rate-after limit-rpm limit-rps limit-whitelist
  load-balance mirror-host mirror-request-body modsecurity-snippet modsecurity-transaction-id
  opentelemetry-operation-name opentelemetry-trust-incoming-span preserve-trailing-slash proxy-body-size
  proxy-buffer-size proxy-buffering proxy-buffers-number proxy-busy-buffers-size proxy-connect-timeout
  proxy-cookie-domain proxy-cookie-path proxy-http-version proxy-max-temp-file-size proxy-next-upstream-timeout
  proxy-redirect-from proxy-redirect-to proxy-request-buffering proxy-ssl-ciphers proxy-ssl-protocols
  proxy-ssl-server-name proxy-ssl-verify-depth relative-redirects satisfy secure-verify-ca-secret server-alias
  server-snippet service-upstream session-cookie-change-on-failure session-cookie-conditional-samesite-none
  session-cookie-domain session-cookie-expires session-cookie-max-age session-cookie-name session-cookie-path
  session-cookie-samesite session-cookie-secure ssl-ciphers ssl-prefer-server-ciphers stream-snippet
  upstream-hash-by upstream-hash-by-subset upstream-hash-by-subset-size whitelist-source-range`.split(
    /\s+/,
  ),
);

export type AnnotationCode = 'annotation-has-field' | 'annotation-has-none' | 'annotation-unknown';

/** What becomes of an annotation; undefined for one of another controller. */
export function annotation(
  name: string,
): { readonly code: AnnotationCode; readonly field: string } | undefined {
  if (!name.startsWith(NGINX)) return undefined;
  const short = name.slice(NGINX.length);
  const field = Object.hasOwn(FIELDS, short) ? FIELDS[short] : undefined;
  if (field !== undefined) return { code: 'annotation-has-field', field };
  return { code: WITHOUT.has(short) ? 'annotation-has-none' : 'annotation-unknown', field: '' };
}
