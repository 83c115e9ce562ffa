import type { IdentityCall } from '../cloud-api';

/** The Security Token Service tells the account of a key, whatever the key may do. */
export const identityCall: IdentityCall = {
  service: 'sts',
  url: (region, variables) =>
    ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL']
      .map((name) => variables[name] ?? '')
      .find((url) => URL.canParse(url)) ??
    `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`,
  path: () => '/?Action=GetCallerIdentity&Version=2011-06-15',
  who: (answer) => /<Account>(\d{12})<\/Account>/.exec(answer)?.[1] ?? null,
};
