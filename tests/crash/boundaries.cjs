// Loaded before the program (`node -r`). Counts the boundaries at which a crash leaves something else behind: before and
// after each call that changes the project's files or makes them durable, and each request made, sent, answered and read.
//
// BOUNDARY_LOG   a file that gets one line for each boundary that is reached
// BOUNDARY_AT    the number of the boundary at which something happens, or a pattern that its line matches for the first
//                time; without it nothing does
// BOUNDARY_DOES  what: `SIGKILL` (default) ends this process; `ENOSPC` or another code makes that call fail, and with a
//                `+` behind it all later ones that need space as well
// BOUNDARY_ONCE  when set, what comes after a call is not counted: in a run that does one thing after the other it leaves
//                behind the same as what comes before the next call
'use strict';
const { openSync, writeSync } = require('node:fs');
const promises = require('node:fs/promises');
const { ClientRequest } = require('node:http');
const { resolve, sep } = require('node:path');

const { BOUNDARY_LOG, BOUNDARY_AT, BOUNDARY_DOES = 'SIGKILL', BOUNDARY_ONCE } = process.env;
const root = process.cwd() + sep;
const log = BOUNDARY_LOG === undefined ? undefined : openSync(BOUNDARY_LOG, 'a');
const NEEDS_SPACE = ['open', 'mkdir', 'write', 'link', 'rename'];
let reached = 0;
let isFull = false;
let hasHappened = false;

function isAt(line) {
  if (BOUNDARY_AT === undefined || hasHappened) return false;
  hasHappened = /^\d+$/.test(BOUNDARY_AT)
    ? reached === Number(BOUNDARY_AT)
    : new RegExp(BOUNDARY_AT).test(line);
  return hasHappened;
}

function reach(side, call, about) {
  if (BOUNDARY_ONCE !== undefined && side === 'after') return;
  reached += 1;
  const line = `${side} ${call} ${about.replace(root, '')}`;
  if (log !== undefined) writeSync(log, `${line}\n`);
  const isNow = isAt(line);
  if (isNow && BOUNDARY_DOES === 'SIGKILL') process.kill(process.pid, 'SIGKILL');
  const code = BOUNDARY_DOES.replace('+', '');
  if (isNow && BOUNDARY_DOES.endsWith('+')) isFull = true;
  if (BOUNDARY_DOES === 'SIGKILL' || side !== 'before' || call === 'request') return;
  if (isNow || (isFull && NEEDS_SPACE.includes(call))) {
    throw Object.assign(new Error(`${code}: made to fail, ${call}`), { code, syscall: call });
  }
}

async function callBetweenBoundaries(call, path, real) {
  if (!(resolve(path) + sep).startsWith(root)) return real();
  reach('before', call, path);
  const result = await real();
  reach('after', call, path);
  return result;
}

for (const call of ['rename', 'link', 'unlink', 'rm', 'mkdir', 'writeFile', 'appendFile']) {
  const real = promises[call];
  // The second of two paths is the one that is created.
  const about = call === 'rename' || call === 'link' ? 1 : 0;
  promises[call] = (...given) => callBetweenBoundaries(call, String(given[about]), () => real(...given));
}

const CALLS = { write: 'write', writev: 'write', writeFile: 'write', appendFile: 'write' };
Object.assign(CALLS, { sync: 'fsync', datasync: 'fsync', truncate: 'truncate', chmod: 'chmod' });
const realOpen = promises.open;
promises.open = async (path, flags, mode) => {
  const open = () => realOpen(path, flags, mode);
  const isNew = /[wax]/.test(String(flags));
  const file = await (isNew ? callBetweenBoundaries('open', String(path), open) : open());
  for (const [method, call] of Object.entries(CALLS)) {
    const real = file[method].bind(file);
    file[method] = (...given) => callBetweenBoundaries(call, String(path), () => real(...given));
  }
  return file;
};

const { end } = ClientRequest.prototype;
ClientRequest.prototype.end = function (...given) {
  const about = `${this.method} ${this.path}`;
  reach('before', 'request', about);
  this.once('finish', () => reach('sent', 'request', about));
  this.once('response', (answer) => {
    reach('answered', 'request', about);
    answer.once('end', () => reach('after', 'request', about));
  });
  return end.apply(this, given);
};
