import type { CloudName } from './index';

/** A machine or an app, as its cloud knows it. */
interface Deployed {
  readonly id: string;
  readonly region: string | null;
}

/** The console page of a machine, by cloud; null where its id and region alone do not lead to one. */
const PAGES: Readonly<Record<CloudName, ((deployed: Deployed) => string) | null>> = {
  aws: ({ id, region }) =>
    `https://${region}.console.aws.amazon.com/ec2/home?region=${region}#InstanceDetails:instanceId=${id}`,
  google: null,
  azure: ({ id }) => `https://portal.azure.com/#@/resource${id}`,
  digitalocean: ({ id }) => `https://cloud.digitalocean.com/droplets/${id}`,
  vultr: ({ id }) => `https://my.vultr.com/subs/?id=${id}`,
  fly: ({ id }) => `https://fly.io/apps/${id}`,
};

/** Returns the page of a machine in the console of its cloud; null where there is none to name. */
export function consolePage(cloud: CloudName, deployed: Deployed): string | null {
  return PAGES[cloud]?.(deployed) ?? null;
}
