import { HelixError } from '../../../../errors';
import { clusterInputs } from '../cluster-inputs';

it('inputs that were edited by hand are a complaint, not a bug', () => {
  const read = () => clusterInputs({ endpoint: null });
  expect(read).toThrow(HelixError);
  expect(read).toThrow('no text as `endpoint`');
});
