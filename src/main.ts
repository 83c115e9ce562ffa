import { join } from 'node:path';
import { RequestLog } from './adapters/log';
import { realPorts } from './adapters/real-ports';
import { EventFile } from './adapters/host/event-file';
import { outliveFailures, outliveTerminals } from './adapters/host/failing-streams';
import { isInCi } from './adapters/host/in-ci';
import { thisHost } from './adapters/host/this-host';
import { TopicFiles } from './adapters/host/topic-files';
import { NodeTerminal } from './adapters/host/terminal/node-terminal';
import { runCli } from './cli/cli';
import { exitCodeOf, HelixError } from './errors';
import { renderError } from './render/problems/render-error';
import type { Style } from './render/style';

/** Put in by the bundler; absent when the program runs from source. */
declare const HELIX_VERSION: string | undefined;

const { env, stdin, stdout, stderr } = process;

const requests = new RequestLog(stderr);

const CANCELLED = exitCodeOf(new HelixError('cancelled', ''));

const host = thisHost(process, {
  helixVersion: typeof HELIX_VERSION === 'string' ? HELIX_VERSION : '0.0.0-source',
  // Beside src/ as beside dist/.
  pricesDirectory: join(__dirname, '..', 'prices'),
  schemasDirectory: join(__dirname, '..', 'schemas'),
});

// Neither a reader that stops early (`helix plan | head`) nor a full disk nor a closed terminal ends the work.
const answerFailed = outliveFailures(stdout);
outliveFailures(stderr);
outliveTerminals(process);
// Warnings of Node and of libraries are for developers: `NO_COLOR is ignored`, `a newer Node is wanted soon`.
process.removeAllListeners('warning');
process.on('warning', (warning) => requests.warn(warning));

void main();

// Without an export the bundler takes this file for CommonJS, and keeps all that it imports, used or not.
export {};

async function main(): Promise<void> {
  const errorStyle = styleOf(stderr);
  try {
    await requests.openFile(env['HELIX_LOG']);
    const ports = realPorts(host, requests.write);
    const terminal = new NodeTerminal({
      input: stdin,
      output: stderr,
      style: errorStyle,
      showsAnswers: stdout.isTTY,
      clock: ports.clock,
      inCi: isInCi(env),
      dumb: env['TERM'] === 'dumb',
      signals: host.signals,
    });
    process.exitCode = await runCli(process.argv.slice(2), {
      ports,
      terminal,
      topics: new TopicFiles(join(__dirname, '..', 'docs')),
      env,
      stdin,
      stdout,
      stderr,
      answerFailed,
      errorStyle,
      style: styleOf(stdout),
      cwd: currentDirectory(),
      colorDepth: 1,
      openEventFile: (path) => {
        const file = new EventFile(path, (message) => stderr.write(`${message}\n`));
        return (text) => file.write(text);
      },
      beVerbose: () => {
        terminal.showSteps();
        return requests.openTerminal();
      },
    });
  } catch (error) {
    stderr.write(renderError(error, errorStyle));
    process.exitCode = exitCodeOf(error);
  }
  if (process.exitCode === 0) return;
  // After an error, exit without waiting for pending requests; after an interrupt, not even for a reader that is slow.
  if (process.exitCode !== CANCELLED) await Promise.all([stdout, stderr].map(flush));
  process.exit();
}

/** Waits until all that was written has left, or cannot. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

function currentDirectory(): string {
  try {
    return process.cwd();
  } catch {
    throw new HelixError('config', 'the current directory no longer exists', {
      hint: 'Change to one that exists.',
    });
  }
}

function styleOf(stream: NodeJS.WriteStream): Style {
  const noColor = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const forced = (env['FORCE_COLOR'] ?? '0') !== '0';
  return {
    color: !noColor && (stream.isTTY || forced),
    width: stream.isTTY ? Math.max(60, stream.columns || 80) : 80,
    unicode: /UTF-?8/i.test(env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? ''),
    terminal: stream.isTTY,
  };
}
