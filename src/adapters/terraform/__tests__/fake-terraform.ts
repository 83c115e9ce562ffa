import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAnswer, CloudRequest } from '../../../../stacks';

/** The objects in the fake's cloud, and the faults that it is told to have. */
export interface FakeCloud {
  /** Objects by id. */
  objects: Record<string, { address: string; op: string }>;
  /** Creating this address is refused with this message. */
  refuse?: Record<string, string>;
  /** Creating this address takes until it is interrupted or killed. */
  hang?: string;
  /** Terraform dies, its state torn, right after the cloud has created this address. */
  dieAfter?: string;
  /** Terraform dies, its state torn, right before it changes this address. */
  dieBefore?: string;
  /** Addresses that Terraform wants to replace. */
  replace?: string[];
  /** The size that a data source of the cloud gives to this address. */
  resized?: Record<string, string>;
  /** Addresses that drifted. */
  changed?: string[];
  /** The ids of machines that are stopped. */
  stopped?: string[];
}

/** A program that behaves like `terraform`, with a file for a cloud. */
export class FakeTerraform {
  readonly base = mkdtempSync(join(tmpdir(), 'helix-test-'));
  readonly bin = join(this.base, 'bin');
  readonly home = join(this.base, 'home');
  readonly root = join(this.base, 'project');

  constructor() {
    for (const directory of [this.bin, this.home, this.root]) mkdirSync(directory);
    const program = join(this.bin, 'terraform');
    writeFileSync(program, `#!${process.execPath}\n${PROGRAM}`);
    chmodSync(program, 0o755);
    this.cloud = { objects: {} };
  }

  get cloud(): FakeCloud {
    return JSON.parse(readFileSync(join(this.home, 'cloud.json'), 'utf8')) as FakeCloud;
  }

  set cloud(cloud: FakeCloud) {
    writeFileSync(join(this.home, 'cloud.json'), JSON.stringify(cloud));
  }

  tell(change: Partial<FakeCloud>): void {
    this.cloud = { ...this.cloud, ...change };
  }

  /** Answers the cloud's API about the power of machines. */
  answer({ body }: CloudRequest): CloudAnswer {
    const form = new URLSearchParams(body?.text ?? '');
    const [action, id] = [form.get('Action'), form.get('InstanceId.1') ?? ''];
    const stopped = new Set(this.cloud.stopped);
    if (action === 'StopInstances') stopped.add(id);
    if (action === 'StartInstances') stopped.delete(id);
    this.tell({ stopped: [...stopped] });
    const state = stopped.has(id) ? 'stopped' : 'running';
    return { status: 200, text: `<instanceState><name>${state}</name></instanceState>` };
  }

  /** The addresses of what exists, sorted. */
  exists(): string[] {
    return Object.values(this.cloud.objects)
      .map(({ address }) => address)
      .sort();
  }

  /** The command lines so far. */
  calls(): string[] {
    const file = join(this.home, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  }

  /** The environment of the last command. */
  environment(): Record<string, string> {
    return JSON.parse(readFileSync(join(this.home, 'environment.json'), 'utf8')) as Record<string, string>;
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true });
  }
}

const PROGRAM = String.raw`
const fs = require('fs');
const home = process.env.HOME;
const [command, ...rest] = process.argv.slice(2);
const flags = rest.filter((word) => word.startsWith('-'));
const words = rest.filter((word) => !word.startsWith('-'));
fs.appendFileSync(home + '/calls', [command, ...rest].join(' ') + '\n');
fs.writeFileSync(home + '/environment.json', JSON.stringify(process.env));
const cloud = () => JSON.parse(fs.readFileSync(home + '/cloud.json', 'utf8'));
const keep = (value) => fs.writeFileSync(home + '/cloud.json', JSON.stringify(value));
const say = (message) => fs.writeSync(1, JSON.stringify({ '@level': 'info', ...message }) + '\n');
const fail = (summary, detail = '', address) => {
  say({ type: 'diagnostic', diagnostic: { severity: 'error', summary, detail, ...(address && { address }) } });
};
const read = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
const state = () => {
  const text = read('terraform.tfstate');
  return text === '' ? { version: 4, lineage: 'L', serial: 0, resources: [] } : JSON.parse(text);
};
const put = (value) => fs.writeFileSync('terraform.tfstate', JSON.stringify({ ...value, serial: value.serial + 1 }));
const addressOf = ({ type, name }) => type + '.' + name;
const inState = (value) => Object.fromEntries(value.resources.map((r) => [addressOf(r), r.instances[0]]));
const evaluated = (block) => {
  const images = variables().helix_image ?? {};
  const text = (value) => value.replace(/\$\{var\.helix_image\["([^"]+)"\]\}/g, (_, name) => images[name]);
  return Object.fromEntries(Object.entries(block).map(([key, value]) => [key, typeof value === 'string' ? text(value) : value]));
};
const blocks = () => {
  const { resource = {} } = JSON.parse(read('main.tf.json') || '{}');
  const found = {};
  for (const [type, named] of Object.entries(resource))
    for (const [name, block] of Object.entries(named)) found[type + '.' + name] = evaluated(block);
  return found;
};
const variables = () => JSON.parse(read('helix.auto.tfvars.json') || '{}');

function planned() {
  const { objects, replace = [], changed = [], resized = {} } = cloud();
  const wanted = blocks();
  const have = inState(state());
  const only = flags.filter((f) => f.startsWith('-target=')).map((f) => f.slice(8));
  const asked = flags.filter((f) => f.startsWith('-replace=')).map((f) => f.slice(9));
  const changes = [];
  for (const address of [...new Set([...Object.keys(wanted), ...Object.keys(have)])].sort()) {
    if (only.length > 0 && !only.includes(address)) continue;
    const [type, name] = address.split('.');
    const there = have[address] && objects[have[address].attributes.id] ? have[address].attributes : null;
    const size = resized[address];
    const after = wanted[address] ? { ...wanted[address], ...(size && { size }) } : null;
    const before = there && { ...there, ...(changed.includes(address) && { size: 'outside' }) };
    let actions = ['no-op'];
    if (!before && !after) continue;
    if (!before) actions = ['create'];
    else if (!after) actions = ['delete'];
    else if (replace.includes(address) || asked.includes(address) || have[address].status === 'tainted')
      actions = ['delete', 'create'];
    else if (Object.keys(after).some((key) => before[key] !== after[key])) actions = ['update'];
    changes.push({ address, mode: 'managed', type, name, change: { actions, before, after, after_unknown: {} } });
  }
  return changes;
}

function apply(file) {
  const { changes } = JSON.parse(read(file));
  let failed = false;
  for (const { address, type, name, change } of changes) {
    const [first] = change.actions;
    if (first === 'no-op') continue;
    const now = cloud();
    const all = state();
    const current = inState(all)[address];
    const hook = (action) => ({ hook: { resource: { addr: address }, action } });
    const others = all.resources.filter((r) => addressOf(r) !== address);
    if (now.dieBefore === address) {
      say({ type: 'apply_start', ...hook('delete') });
      fs.writeFileSync('terraform.tfstate', '');
      process.kill(process.pid, 'SIGKILL');
    }
    if (first === 'delete') {
      say({ type: 'apply_start', ...hook('delete') });
      if (current) delete now.objects[current.attributes.id];
      keep(now);
      put({ ...all, resources: others });
      say({ type: 'apply_complete', ...hook('delete') });
      if (change.actions.length === 1) continue;
    }
    const action = first === 'update' ? 'update' : 'create';
    say({ type: 'apply_start', ...hook(action) });
    if (now.hang === address) {
      process.on('SIGINT', () => {
        fail('execution halted');
        process.exit(1);
      });
      setInterval(() => undefined, 1000);
      return null;
    }
    if (now.refuse?.[address]) {
      say({ type: 'apply_errored', ...hook(action) });
      fail('creating ' + type, now.refuse[address], address);
      failed = true;
      continue;
    }
    const id = current && action === 'update' ? current.attributes.id : 'id-' + Math.random().toString(36).slice(2);
    now.objects[id] = { address, op: (variables().helix_op ?? {})['instance.' + name] };
    const dies = now.dieAfter === address;
    delete now.dieAfter;
    keep(now);
    if (dies) {
      fs.writeFileSync('terraform.tfstate', '');
      process.kill(process.pid, 'SIGKILL');
    }
    const instance = { attributes: { ...change.after, id } };
    const latest = state();
    const rest = latest.resources.filter((r) => addressOf(r) !== address);
    put({ ...latest, resources: [...rest, { mode: 'managed', type, name, instances: [instance] }] });
    say({ type: 'apply_complete', ...hook(action) });
  }
  return failed ? 1 : 0;
}

function main() {
  if (command === 'version') return console.log('Terraform v1.11.4\\non linux_amd64'), 0;
  if (command === 'init') {
    fs.mkdirSync(process.env.TF_DATA_DIR + '/providers', { recursive: true });
    fs.writeFileSync('.terraform.lock.hcl', '# locked');
    return 0;
  }
  if (command === 'plan') {
    if (!fs.existsSync(process.env.TF_DATA_DIR + '/providers')) return fail('Backend initialization required, please run "terraform init"'), 1;
    const file = flags.find((f) => f.startsWith('-out=')).slice(5);
    const { data } = JSON.parse(read('main.tf.json'));
    const outputs = {};
    if (data?.aws_instances)
      for (const [label, block] of Object.entries(data.aws_instances)) {
        const op = block.filter[0].values[0];
        outputs[label] = { value: Object.entries(cloud().objects).filter(([, o]) => o.op === op).map(([id]) => id) };
      }
    const changes = planned();
    const objects = cloud().objects;
    const present = Object.entries(inState(state())).filter(([, i]) => objects[i.attributes.id]);
    fs.writeFileSync(file, JSON.stringify({ changes, outputs, present }));
    return 0;
  }
  if (command === 'show') {
    const { changes, outputs, present } = JSON.parse(read(words[0]));
    const power = ({ id }) => ((cloud().stopped ?? []).includes(id) ? 'stopped' : 'running');
    const resources = present.map(([address, { attributes }]) => ({
      address, mode: 'managed', values: { ...attributes, instance_state: power(attributes) },
    }));
    console.log(JSON.stringify({
      format_version: '1.2', resource_changes: changes, planned_values: { outputs },
      prior_state: { values: { root_module: { resources } } },
    }));
    return 0;
  }
  if (command === 'apply') return apply(words[0]);
  const all = state();
  if (command === 'import') {
    const [type, name] = words[0].split('.');
    if (!cloud().objects[words[1]]) return console.error('Cannot import non-existent remote object'), 1;
    const instance = { attributes: { ...blocks()[words[0]], id: words[1] } };
    put({ ...all, resources: [...all.resources, { mode: 'managed', type, name, instances: [instance] }] });
    return 0;
  }
  if (command === 'untaint') {
    for (const r of all.resources) if (addressOf(r) === words[0]) delete r.instances[0].status;
    put(all);
    return 0;
  }
  if (command === 'state') return put({ ...all, resources: all.resources.filter((r) => !words.includes(addressOf(r))) }), 0;
  return 1;
}
const code = main();
if (code !== null) process.exitCode = code;
`;
