// Chooses what `command: preview` does: the event of a pull request makes a preview or ends it; without one, previews are swept.
import { readFileSync } from 'node:fs';

const UP = ['opened', 'synchronize', 'reopened', 'labeled', 'ready_for_review'];
const DOWN = ['closed', 'unlabeled'];

/** Returns the words after the program: `preview up --pr 7`. */
export function previewWords({ GITHUB_EVENT_PATH: path }) {
  const { action, pull_request: pull } = path === undefined ? {} : JSON.parse(readFileSync(path, 'utf8'));
  if (pull === undefined) return ['preview', 'sweep'];
  if (UP.includes(action)) return ['preview', 'up', '--pr', `${Number(pull.number)}`];
  if (DOWN.includes(action)) return ['preview', 'down', '--pr', `${Number(pull.number)}`];
  throw new Error(
    `command: preview knows the pull requests that are ${[...UP, ...DOWN].join(', ')}, not "${action}"`,
  );
}
