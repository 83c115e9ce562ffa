/** The partition of a region, which its names contain: AWS runs separately in China and for the US government. */
export function partitionOf(region: string): { readonly arn: string; readonly domain: string } {
  if (region.startsWith('cn-')) return { arn: 'aws-cn', domain: 'amazonaws.com.cn' };
  return { arn: region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws', domain: 'amazonaws.com' };
}
