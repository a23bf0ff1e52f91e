"use strict";

var AWS = require("aws-sdk"); // expect: whole-aws-sdk

exports.handler = function (event, context, callback) {
  var ses = new AWS.SES({ apiVersion: "2010-12-01" }); // expect: client-in-handler
  var documents = new AWS.DynamoDB.DocumentClient(); // expect: client-in-handler
  documents.get({ TableName: "users", Key: { id: event.userId } }, function (error, data) {
    if (error) return callback(error);
    ses.sendEmail({ Destination: { ToAddresses: [data.Item.email] } }, callback);
  });
};
