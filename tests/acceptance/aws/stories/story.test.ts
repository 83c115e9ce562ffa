import { itLivesWhole } from './example-story';
import { onMoto } from '../on-moto';

describe('the example on AWS', () => {
  itLivesWhole(onMoto());
});
