import { sourceUrlIn } from '../source-url';

test.each([
  ['https://github.com/acme/shop.git', 'https://github.com/acme/shop'],
  ['https://ada:planted-token@github.com/acme/shop', 'https://github.com/acme/shop'],
  ['https://git.example.com:8443/acme/shop.git/', 'https://git.example.com:8443/acme/shop'],
  ['git@github.com:acme/shop.git', 'https://github.com/acme/shop'],
  ['ssh://git@git.example.com:2222/acme/shop.git', 'https://git.example.com/acme/shop'],
  ['https://github.com/acme/shop?token=planted#x', 'https://github.com/acme/shop'],
  ['/srv/git/shop.git', null],
  ['file:///srv/git/shop.git', null],
  ['../shop', null],
  ['', null],
])('the page of the remote %s', (remote, page) => {
  expect(sourceUrlIn(remote)).toBe(page);
});
