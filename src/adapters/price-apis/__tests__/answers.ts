import { bundled } from '../../../pricing/__tests__/bundled';
import type { Offer } from '../../../pricing/book/price-book';

/** Answers of the shape that the clouds document, made from the book with every price ten percent up. */

export const INDEX = '/offers/v1.0/aws/AmazonEC2/current/region_index.json';

export function awsIndex(...regions: string[]) {
  const entry = (regionCode: string) => ({
    regionCode,
    currentVersionUrl: `/offers/v1.0/aws/AmazonEC2/20261101120000/${regionCode}/index.json`,
  });
  return {
    formatVersion: 'v1.0',
    publicationDate: '2026-11-01T12:00:00Z',
    regions: Object.fromEntries(regions.map((region) => [region, entry(region)])),
  };
}

export function awsPath(region: string): string {
  return `/offers/v1.0/aws/AmazonEC2/20261101120000/${region}/index.json`;
}

/** Ten percent more, as decimal text. */
export function up(price: string): string {
  return (Number(price) * 1.1).toFixed(6);
}

export function awsRegion(region: string, offers: readonly Offer[] = bundled('aws').offers(region)!) {
  const products: Record<string, unknown> = {};
  const onDemand: Record<string, unknown> = {};
  const reserved: Record<string, unknown> = {};
  const add = (sku: string, product: object, unit: string, USD: string): void => {
    products[sku] = { sku, ...product };
    const rate = (code: string, price: string) => ({
      [`${sku}.${code}`]: {
        offerTermCode: code,
        sku,
        effectiveDate: '2026-11-01T00:00:00Z',
        priceDimensions: {
          [`${sku}.${code}.6YS6EN2CT7`]: {
            rateCode: `${sku}.${code}.6YS6EN2CT7`,
            unit,
            beginRange: '0',
            endRange: 'Inf',
            pricePerUnit: { USD: price },
            appliesTo: [],
          },
        },
        termAttributes: {},
      },
    });
    onDemand[sku] = rate('JRTCKXETXF', USD);
    reserved[sku] = rate('38NPMPTW36', '0.0000010000');
  };
  const machine = {
    operatingSystem: 'Linux',
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    capacitystatus: 'Used',
  };
  offers.forEach(({ type, onDemand: price }, index) => {
    const attributes = {
      servicecode: 'AmazonEC2',
      regionCode: region,
      instanceType: type.name,
      vcpu: String(type.vcpu),
      memory: `${type.memoryGib.toLocaleString('en-US')} GiB`,
      physicalProcessor: type.arch === 'arm64' ? 'AWS Graviton2 Processor' : 'Intel Xeon',
      ...(type.gpu === null ? {} : { gpu: String(type.gpu.count) }),
      ...machine,
    };
    add(`L${index}`, { productFamily: 'Compute Instance', attributes }, 'Hrs', `${up(price)}0000`);
    const windows = { ...attributes, operatingSystem: 'Windows' };
    add(`W${index}`, { productFamily: 'Compute Instance', attributes: windows }, 'Hrs', '99');
    const idle = { ...attributes, capacitystatus: 'UnusedCapacityReservation' };
    add(`U${index}`, { productFamily: 'Compute Instance', attributes: idle }, 'Hrs', '98');
  });
  const extra = (instanceType: string, gpu?: string) => ({
    productFamily: 'Compute Instance',
    attributes: {
      ...machine,
      instanceType,
      vcpu: '4',
      memory: '16 GiB',
      physicalProcessor: 'Intel',
      ...(gpu && { gpu }),
    },
  });
  add('N1', extra('m99.xlarge'), 'Hrs', '0.2500000000');
  add('N2', extra('m99.metal'), 'Hrs', '9');
  add('N3', extra('g99.xlarge', '1'), 'Hrs', '9');
  add('EBS', { productFamily: 'Storage', attributes: { volumeApiName: 'gp3' } }, 'GB-Mo', '0.0880000000');
  return {
    formatVersion: 'v1.0',
    disclaimer: 'This pricing list is for informational purposes only.',
    offerCode: 'AmazonEC2',
    version: '20261101120000',
    publicationDate: '2026-11-01T12:00:00Z',
    products,
    terms: { OnDemand: onDemand, Reserved: reserved },
    attributesList: {},
  };
}

export function azureItem(item: object) {
  return {
    currencyCode: 'USD',
    tierMinimumUnits: 0,
    type: 'Consumption',
    unitOfMeasure: '1 Hour',
    armRegionName: 'westeurope',
    ...item,
  };
}

export function azureMachines(region: string) {
  return bundled('azure')
    .offers(region)!
    .flatMap(({ type: { name }, onDemand, spot }) => {
      const meter = name.replace('Standard_', '').replaceAll('_', ' ');
      const machine = (retailPrice: number, meterName: string, productName: string) =>
        azureItem({
          retailPrice,
          unitPrice: retailPrice,
          meterName,
          productName,
          skuName: meterName,
          armSkuName: name,
        });
      return [
        machine(Number(up(onDemand)), meter, 'Virtual Machines Series'),
        machine(99, meter, 'Virtual Machines Series Windows'),
        machine(0.0001, `${meter} Low Priority`, 'Virtual Machines Series CloudServices'),
        ...(spot === null ? [] : [machine(Number(up(spot)), `${meter} Spot`, 'Virtual Machines Series')]),
      ];
    });
}

/** A SKU of Google's catalogue: `$units.nanos` for an hour of a core or a GiB. */
export function googleSku(description: string, nanos: number, usageType = 'OnDemand', usageUnit = 'h') {
  return {
    name: `services/6F81-5844-456A/skus/${description}`,
    description,
    category: {
      serviceDisplayName: 'Compute Engine',
      resourceFamily: 'Compute',
      resourceGroup: 'CPU',
      usageType,
    },
    serviceRegions: ['us-central1', 'us-east1'],
    pricingInfo: [
      {
        effectiveTime: '2026-11-01T00:00:00Z',
        pricingExpression: {
          usageUnit,
          displayQuantity: 1,
          tieredRates: [{ startUsageAmount: 0, unitPrice: { currencyCode: 'USD', units: '0', nanos } }],
        },
      },
    ],
  };
}
