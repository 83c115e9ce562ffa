import { RootConstruct } from 'constructs';

/** The root of the tree: one project, named as the user named it. */
export class HelixProject extends RootConstruct {
  constructor(readonly projectName: string) {
    // The path separator is the one character that an id must not hold.
    super(projectName.replaceAll('/', '-'));
  }
}
