import { VARIABLES } from '../../values/variables';
import { COMMANDS } from '../commands';
import { helpPageOf } from '../help-page';

/** Variables of every program, and one that Helix sets for a process of its own. */
const UNTOLD = [
  'CI',
  'HELIX_PROJECT',
  'HOME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'LOGNAME',
  'PATH',
  'TERM',
  'USER',
];

it('every environment variable that is read is in the help of a command', () => {
  const pages = COMMANDS.map((command) => helpPageOf(command));
  const told = pages.flatMap(({ variables }) => variables.flatMap(({ name }) => name.split(', ')));
  // The names of proxies are read in small letters too.
  const silent = VARIABLES.filter((name) => !told.includes(name.toUpperCase()) && !UNTOLD.includes(name));
  expect(silent).toEqual([]);
});
