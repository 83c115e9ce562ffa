import { InMemoryCloud, InMemoryEngine } from './in-memory-engine';
import { NO_CI } from './in-memory-forge';
import { InMemoryProjectFiles } from './in-memory-project-files';
import { InMemoryStateBackend } from './in-memory-state-backend';
import { InMemoryStateStore } from './in-memory-state-store';
import { ManualClock } from './manual-clock';
import { ManualInterrupts } from './manual-interrupts';
import { EngineScript, ScriptedEngine } from './scripted-engine';
import type { Ports } from '../ports/ports';
import type { ApplyEvent, Reporter } from '../ports/reporter';
import type { State } from '../state/state';

/** The directory of the project in the in-memory ports. */
export const ROOT = '/project';

/** Ports in memory, with what a test may look at or change. */
export interface InMemoryPorts extends Ports {
  readonly clock: ManualClock;
  readonly files: InMemoryProjectFiles;
  readonly interrupts: ManualInterrupts;
  /** The states, by workspace. */
  readonly workspaces: Map<string, InMemoryStateBackend>;
  /** The cloud of the engine `helix-cloud`. */
  readonly cloud: InMemoryCloud;
  readonly script: EngineScript;
}

/** Makes ports in memory for a project with these files. Each part that no test needs rejects. */
export function inMemoryPorts(files: Readonly<Record<string, string>> = {}): InMemoryPorts {
  const clock = new ManualClock('2026-11-20T12:00:00.000Z');
  const workspaces = new Map<string, InMemoryStateBackend>();
  const cloud = new InMemoryCloud();
  const script = new EngineScript();
  let ids = 0;
  return {
    clock,
    workspaces,
    cloud,
    script,
    random: {
      uuid: () => `id-${(ids += 1)}`,
      key: () => Buffer.alloc(32, (ids += 1)).toString('base64'),
    },
    files: new InMemoryProjectFiles(
      Object.fromEntries(Object.entries(files).map(([file, text]) => [`${ROOT}/${file}`, text])),
    ),
    interrupts: new ManualInterrupts(),
    actor: 'ada@laptop',
    helixVersion: '1.2.3',
    schemaUrl: (file) => `file:///helix/schemas/${file}`,
    variable: () => undefined,
    setting: () => undefined,
    userConfig: () => Promise.resolve(null),
    accounts: {
      place: () => '/home/ada/.config/helix/cloud.toml',
      write: () => unused('cloud.toml'),
      identify: () => unused('a cloud'),
    },
    findRegistryLogin: () => Promise.resolve(null),
    findCredentialsPlace: () => Promise.resolve(null),
    engines: [
      {
        name: 'helix-cloud',
        usesEndpoint: true,
        applies: () => true,
        load: (session) =>
          Promise.resolve(new ScriptedEngine(new InMemoryEngine('helix-cloud', cloud, session), script)),
      },
    ],
    stateBackend: () =>
      Promise.resolve({
        place: 'memory',
        store: (workspace) => new InMemoryStateStore(backendOf(workspaces, workspace), { clock, workspace }),
        listWorkspaces: () => Promise.resolve([...workspaces.keys()].sort()),
      }),
    credentials: {
      read: () => Promise.resolve(null),
      write: () => Promise.resolve({ place: 'credentials', movedAside: null }),
      remove: () => Promise.resolve(null),
      replace: () => unused('the saved key'),
      openKeyFile: () => unused('a file for a key'),
    },
    prices: { load: () => unused('price books') },
    loadPriceApis: () => unused('price APIs'),
    ci: NO_CI,
    helixCloud: {
      readRegions: () => unused('the regions'),
      createAnonymous: () => unused('an instance'),
      finishAnonymous: () => unused('an instance'),
      deleteAnonymous: () => unused('an instance'),
      readAnonymous: () => unused('an instance'),
      loadKeys: () => unused('the API keys'),
      serveEmulator: () => unused('the emulator'),
    },
  };
}

/** Returns the state of a workspace as a next command would read it. */
export function storedState({ workspaces }: InMemoryPorts, workspace = 'default'): State | null {
  return workspaces.get(workspace)?.current() ?? null;
}

/** Puts a state into a workspace. */
export function storeState({ workspaces }: InMemoryPorts, state: State): void {
  const backend = backendOf(workspaces, state.workspace);
  backend.snapshot = { format: 1, journal: { token: 0, entries: 0 }, state };
}

/** Keeps the events of an apply. */
export class RecordingReporter implements Reporter {
  readonly events: ApplyEvent[] = [];

  /** The notes so far. */
  get notes(): readonly string[] {
    return this.events.flatMap((event) => (event.type === 'note' ? [event.message] : []));
  }

  report(event: ApplyEvent): void {
    this.events.push(event);
  }

  close(): void {
    // Nothing is shown.
  }
}

function backendOf(workspaces: Map<string, InMemoryStateBackend>, workspace: string): InMemoryStateBackend {
  const known = workspaces.get(workspace) ?? new InMemoryStateBackend();
  workspaces.set(workspace, known);
  return known;
}

function unused(what: string): Promise<never> {
  return Promise.reject(new Error(`this test does not expect ${what} to be used`));
}
