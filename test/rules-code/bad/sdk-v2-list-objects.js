const AWS = require("aws-sdk"); // expect: whole-aws-sdk

const s3 = new AWS.S3();

exports.handler = async (event) => {
  const { Contents } = await s3.listObjectsV2({ Bucket: event.bucket }).promise();
  return Contents.map(({ Key }) => Key);
};
