import { userInfo } from 'node:os';
import { thisHost } from '../this-host';

const about = { helixVersion: '0', pricesDirectory: '/prices', schemasDirectory: '/schemas' };
const hostWith = (env: Record<string, string>) => thisHost({ ...process, env, getuid: () => 12345 }, about);

test('the user is USER, else LOGNAME, else the name in the passwd file; an empty name counts as none', () => {
  expect(hostWith({ USER: 'ada', LOGNAME: 'lovelace' }).user).toBe('ada');
  expect(hostWith({ USER: '', LOGNAME: 'lovelace' }).user).toBe('lovelace');
  expect(hostWith({}).user).toBe(userInfo().username);
});

test('the home is HOME, else the one in the passwd file; an empty one counts as none', () => {
  expect(hostWith({ HOME: '/home/ada' }).home).toBe('/home/ada');
  expect(hostWith({ HOME: '' }).home).toBe(userInfo().homedir);
});
