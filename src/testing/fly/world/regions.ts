/** Some regions of Fly. */
export const REGIONS = [
  { code: 'ams', name: 'Amsterdam, Netherlands' },
  { code: 'fra', name: 'Frankfurt, Germany', requires_paid_plan: true },
  { code: 'iad', name: 'Ashburn, Virginia (US)' },
  { code: 'lhr', name: 'London, United Kingdom' },
  { code: 'nrt', name: 'Tokyo, Japan' },
  { code: 'ord', name: 'Chicago, Illinois (US)' },
  { code: 'sin', name: 'Singapore, Singapore' },
  { code: 'syd', name: 'Sydney, Australia' },
].map((region) => ({ gateway_only: false, requires_paid_plan: false, ...region }));
