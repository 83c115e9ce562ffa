// Named one by one: the bundler cannot tell what a CommonJS package has when it is imported as a whole, at run time.
export {
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
