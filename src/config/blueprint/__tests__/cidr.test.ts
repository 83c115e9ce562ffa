import { readCidr } from '../cidr';

describe('readCidr', () => {
  it.each([
    ['203.0.113.0/24', '203.0.113.0/24'],
    ['203.0.113.7/24', '203.0.113.0/24'],
    ['203.0.113.0/024', '203.0.113.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::0/0', '::/0'],
    ['2a03:2800:0300::/64', '2a03:2800:300::/64'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:db8::1/64', '2001:db8::/64'],
    ['2001:db8:0:0:1:0:0:1/128', '2001:db8::1:0:0:1/128'],
    ['2001:db8:1:2:3:4:5:6/128', '2001:db8:1:2:3:4:5:6/128'],
    ['::ffff:203.0.113.7/128', '::ffff:cb00:7107/128'],
  ])('reads %s as %s', (text, canonical) => expect(readCidr(text).canonical).toBe(canonical));

  it.each([
    ['203.0.113.7', 'Write `203.0.113.7/32` for this one address.'],
    ['2001:DB8::1', 'Write `2001:db8::1/128` for this one address.'],
    ['203.0.113.0/33', 'The length must be between 0 and 32.'],
    ['2001:db8::/129', 'The length must be between 0 and 128.'],
    ['2001:db8::/', 'The length must be between 0 and 128.'],
    ['203.0.113.0/24/8', 'The length must be between 0 and 32.'],
    ['203.0.113/24', 'Write an address and a length: `203.0.113.0/24`.'],
    ['203.0.113.07/32', 'Write an address and a length: `203.0.113.0/24`.'],
    ['fe80::1%eth0/64', 'Write an address and a length: `203.0.113.0/24`.'],
    ['2001:db8::1::/64', 'Write an address and a length: `203.0.113.0/24`.'],
    ['', 'Write an address and a length: `203.0.113.0/24`.'],
  ])('refuses %j: %s', (text, hint) => expect(readCidr(text)).toEqual({ canonical: null, hint }));
});
