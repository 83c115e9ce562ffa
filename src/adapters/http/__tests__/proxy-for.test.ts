import { proxyFor } from '../proxy-for';

const PROXIES = { HTTP_PROXY: 'http://plain:3128', HTTPS_PROXY: 'http://tls:3128' };
const target = (url: string) => {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  return { secure, host: hostname, port: port === '' ? (secure ? 443 : 80) : Number(port) };
};
const isDirect = (url: string, list: string) =>
  proxyFor(target(url), { ...PROXIES, NO_PROXY: list }) === null;

describe('the proxy for a request', () => {
  it('is that of HTTPS_PROXY for https, that of HTTP_PROXY for http', () => {
    expect(proxyFor(target('https://a.example'), PROXIES)?.url).toBe('http://tls:3128');
    expect(proxyFor(target('http://a.example'), PROXIES)?.url).toBe('http://plain:3128');
    expect(proxyFor(target('https://a.example'), { HTTP_PROXY: 'http://plain:3128' })).toBeNull();
  });

  it('is read in lower case as well; the upper case precedes, and an empty variable counts as unset', () => {
    const lower = { https_proxy: 'http://lower:1' };
    expect(proxyFor(target('https://a.example'), lower)).toEqual({
      variable: 'https_proxy',
      url: 'http://lower:1',
    });
    expect(proxyFor(target('https://a.example'), { ...lower, ...PROXIES })?.url).toBe('http://tls:3128');
    expect(proxyFor(target('https://a.example'), { ...lower, HTTPS_PROXY: ' ' })?.url).toBe('http://lower:1');
    expect(proxyFor(target('https://a.example'), { ...PROXIES, no_proxy: 'a.example' })).toBeNull();
  });

  it.each([
    'http://localhost:8720',
    'https://127.0.0.1',
    'http://127.8.9.1:80',
    'http://[::1]:9000',
    'http://LOCALHOST.',
  ])('is never used for this host itself: %s', (url) => expect(isDirect(url, '')).toBe(true));
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'https://a.example'],
    ['a.example', 'https://a.example'],
    ['A.Example', 'https://a.example'],
    ['example', 'https://a.example'],
    ['.example', 'https://a.example'],
    ['*.example', 'https://a.example'],
    ['other.test, a.example', 'https://a.example'],
    ['other.test ,\ta.example ', 'https://a.example'],
    ['other.test a.example', 'https://a.example'],
    ['a.example:443', 'https://a.example'],
    ['a.example:9000', 'http://a.example:9000'],
    ['10.1.2.3', 'http://10.1.2.3:9000'],
    ['10.1.2.3:9000', 'http://10.1.2.3:9000'],
    ['10.0.0.0/8', 'http://10.1.2.3:9000'],
    ['fd00::/8', 'http://[fd12::1]:9000'],
    ['fd12:0:0::1', 'http://[fd12::1]:9000'],
    ['[fd12::1]:9000', 'http://[fd12::1]:9000'],
  ])('%j covers %s', (list, url) => expect(isDirect(url, list)).toBe(true));

  it.each([
    ['', 'https://a.example'],
    [', ,', 'https://a.example'],
    ['a.example:444', 'https://a.example'],
    ['.a.example', 'https://a.example'],
    ['mple', 'https://a.example'],
    ['b.a.example', 'https://a.example'],
    ['10.0.0.0/8', 'http://11.1.2.3'],
    ['10.0.0.0/40', 'http://10.1.2.3'],
    ['10.0.0.0/8', 'http://ten.example'],
    ['10', 'http://10.1.2.3'],
    ['::ffff', 'http://[fd12::1]'],
  ])('%j does not cover %s', (list, url) => expect(isDirect(url, list)).toBe(false));
});
