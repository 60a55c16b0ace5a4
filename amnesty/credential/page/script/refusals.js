// What is wrong, as a name of this program and the words to say it with.
// The names are those of amnesty/errors: both verifiers refuse for the same reason.

class Refusal extends Error {
  constructor(name, values = {}, fault = null) {
    super(name);
    this.name = name;
    this.values = values;
    this.fault = fault;
  }

  // One part of a sentence: the key of its words, and what stands in them.
  get part() {
    return [this.name, this.fault === null ? this.values : { ...this.values, fault: ["fault", [this.name, this.fault]] }];
  }
}

// The text ends in no digit: it is no code at all, and gets no verdict.
class NothingReadable extends Refusal {
  constructor() {
    super("NothingReadableError");
  }
}

const refuseField = (field, fault) => new Refusal("FieldRefusedError", { field: ["field", field] }, fault);
