// Prints the command line that the variables of action.yml ask for: each word, then a NUL character.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { previewWords } from './preview-words.mjs';

const COMMANDS = ['plan', 'apply', 'destroy', 'validate', 'preview'];

/** Splits a line into words. Quotes group; a backslash keeps the next character; nothing is expanded. */
export function wordsIn(line) {
  const words = [];
  const pattern = /(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g;
  if (line.replaceAll(pattern, '').trim() !== '') throw new Error(`args: a quote has no end: ${line}`);
  for (const [word] of line.matchAll(pattern)) {
    words.push(
      word.replaceAll(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g, (_, double, single, escaped) =>
        double === undefined ? (single ?? escaped) : double.replaceAll(/\\([\s\S])/g, '$1'),
      ),
    );
  }
  return words;
}

/** Returns the words of the command line, without the program. */
export function commandLine(env) {
  const read = (name, otherwise = '') => env[`ACTION_${name}`]?.trim() || otherwise;
  const command = read('COMMAND', 'plan');
  if (!COMMANDS.includes(command))
    throw new Error(`command: "${command}" must be one of ${COMMANDS.join(', ')}`);
  const own = command === 'preview' ? previewWords(env) : [command];
  const words = [...own, '--directory', read('DIRECTORY', '.')];
  if (read('WORKSPACE', 'default') !== 'default') words.push('--workspace', read('WORKSPACE'));
  if (read('ENVIRONMENT') !== '') words.push('--environment', read('ENVIRONMENT'));
  if (command === 'plan') {
    if (isOn('comment', read('COMMENT', 'true')) && isPullRequest(env)) words.push('--comment', 'github');
    if (isOn('detailed-exitcode', read('DETAILED_EXITCODE', 'false'))) words.push('--detailed-exitcode');
    if (env.RUNNER_TEMP) words.push('--out-report', reportPath(env));
  }
  if (command === 'preview') {
    if (isOn('comment', read('COMMENT', 'true'))) words.push('--comment', 'github');
    // Runs of one number wait for each other.
    if (own[1] !== 'sweep') words.push('--lock-timeout', '15min');
  }
  if (command === 'apply' || command === 'destroy') words.push('--auto-approve');
  return [...words, ...wordsIn(read('ARGS'))];
}

function isOn(input, text) {
  if (text === 'true' || text === 'false') return text === 'true';
  throw new Error(`${input}: "${text}" is neither true nor false`);
}

function isPullRequest({ GITHUB_EVENT_NAME: event = '' }) {
  return event.startsWith('pull_request') || event === 'merge_group';
}

/** @param {NodeJS.ProcessEnv} env */
function reportPath({ RUNNER_TEMP: directory = '' }) {
  return join(directory, 'helix-plan.md');
}

if (import.meta.url === `file://${process.argv[1]}`) {
  try {
    const words = commandLine(process.env);
    process.stdout.write(words.map((word) => `${word}\0`).join(''));
    if (words.includes('--out-report') && process.env.GITHUB_OUTPUT)
      appendFileSync(process.env.GITHUB_OUTPUT, `report_path=${reportPath(process.env)}\n`);
  } catch (error) {
    console.error(
      `::error title=Helix::${error.message.replaceAll('%', '%25').replaceAll(/\s*\n\s*/g, ' ')}`,
    );
    process.exitCode = 64;
  }
}
