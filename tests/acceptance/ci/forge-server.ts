import { StandIn } from '../stand-in/stand-in';
import { ForgeVendor } from './forge-vendor';
import type { Note } from './forge-vendor';

/** The API of a forge on loopback: every request and answer is checked by its documents. */
export class ForgeServer {
  readonly vendor: ForgeVendor;
  readonly #standIn: StandIn;

  private constructor(vendor: ForgeVendor, standIn: StandIn) {
    this.vendor = vendor;
    this.#standIn = standIn;
    vendor.url = standIn.url;
  }

  static async start(): Promise<ForgeServer> {
    const vendor = new ForgeVendor();
    return new ForgeServer(vendor, await StandIn.start(vendor));
  }

  stop(): Promise<void> {
    return this.#standIn.stop();
  }

  get url(): string {
    return this.#standIn.url;
  }

  get token(): string {
    return this.vendor.token;
  }

  get faults(): StandIn['faults'] {
    return this.#standIn.faults;
  }

  /** The bodies of the comments that the token wrote. */
  get bodies(): readonly string[] {
    return this.vendor.notes.filter(({ user }) => user === this.vendor.user).map(({ body }) => body);
  }

  /** `POST /repos/acme/shop/issues/7/comments` */
  get requests(): readonly string[] {
    return this.#standIn.log.map(({ method, path }) => `${method} ${path}`);
  }

  get pulls(): ForgeVendor['pulls'] {
    return this.vendor.pulls;
  }

  /** The comments of the token on a pull request. */
  bodiesOn(number: number): readonly string[] {
    const { notes, user } = this.vendor;
    return notes.filter((note) => note.user === user && note.on === number).map(({ body }) => body);
  }

  write(user: string, body: string): Note {
    return this.vendor.write(user, body);
  }

  /** Forgets all that was written and asked. @throws Error for what the documents do not allow */
  reset(): void {
    const { vendor } = this;
    const violations = this.#standIn.violations.splice(0);
    vendor.notes.length = 0;
    vendor.hidden.length = 0;
    vendor.readOnly = false;
    vendor.pulls.reset();
    this.#standIn.log.length = 0;
    this.#standIn.faults.clear();
    if (violations.length > 0) throw new Error(`not as the document says:\n${violations.join('\n')}`);
  }
}
