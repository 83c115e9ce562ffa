import type { TestProject } from '../../helix';
import { describePreviewKills } from './kill-points';
import { previewTest } from './shop';

const { shared, forge, shop } = previewTest();
let made: TestProject;
beforeEach(async () => {
  made = shop();
  await made.runHelix('apply', '--auto-approve');
});

describePreviewKills('SIGKILL of a preview on Helix Cloud', 20, () => ({
  project: made,
  forge: forge(),
  inventory: () => shared.listClustersOf(made),
}));
