import type { TestProject } from '../../helix';
import type { StandIn } from '../stand-in/stand-in';

/** A cloud of its own for one test, with a project of one machine, `instance.api`, whose `LEVEL` is `debug`. */
export interface MachineWorld {
  readonly standIn: StandIn;
  readonly project: TestProject;
  /** All that costs money or keeps a name, without the id of anything. */
  readonly leftOver: () => readonly string[];
  /** The user data of the machines. */
  readonly userData: () => readonly string[];
  readonly close: () => Promise<void>;
}
