interface Size {
  readonly vcpus: number;
  /** MiB */
  readonly memory: number;
  readonly disk: number;
  readonly price: number;
}

const size = (vcpus: number, gib: number, disk: number, price: number): Size => ({
  vcpus,
  memory: gib * 1024,
  disk,
  price,
});

/** The sizes that can be had. */
export const SIZES = {
  's-1vcpu-1gb': size(1, 1, 25, 0.00893),
  's-1vcpu-2gb': size(1, 2, 50, 0.01786),
  's-2vcpu-2gb': size(2, 2, 60, 0.02679),
  's-2vcpu-4gb': size(2, 4, 80, 0.03571),
  's-4vcpu-8gb': size(4, 8, 160, 0.07143),
  's-8vcpu-16gb': size(8, 16, 320, 0.14286),
  'g-2vcpu-8gb': size(2, 8, 25, 0.09375),
  'c-2': size(2, 4, 25, 0.0625),
  'c-4': size(4, 8, 50, 0.125),
  'c-8': size(8, 16, 100, 0.25),
} as const;
