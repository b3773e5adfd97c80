#include "domain/predicate.h"

#include <algorithm>
#include <array>

namespace licet::domain {
namespace {

using Op = Predicate::Op;
using Attribute = Predicate::Attribute;

constexpr std::array<std::string_view, 7> kAttributeNames = {"client_type", "product", "activity",   "place",
                                                             "source",      "entity",  "entity_home"};

Symbol fact_of(const PredicateFacts& facts, Attribute attribute) {
  switch (attribute) {
    case Attribute::kClientType:
      return facts.client_type;
    case Attribute::kProduct:
      return facts.product;
    case Attribute::kActivity:
      return facts.activity;
    case Attribute::kPlace:
      return facts.place;
    case Attribute::kSource:
      return facts.source;
    case Attribute::kEntity:
      return facts.entity;
    case Attribute::kEntityHome:
      return facts.entity_home;
  }
  return Symbol::kNone;
}

Truth is_in(const Predicate& predicate, const Predicate::Step& step, Symbol fact) {
  if (fact == Symbol::kNone) return Truth::kUnknown;
  const auto first = predicate.values.begin() + step.first;
  // Lists hold only codes of the policy, so that kUnknownCode is never among them.
  return std::find(first, first + step.count, fact) != first + step.count ? Truth::kTrue : Truth::kFalse;
}

/// Writes the postfix program with a stack of its own, because the document's nesting is somebody else's choice.
class PredicateCompiler {
 public:
  PredicateCompiler(const SymbolTable& symbols, const std::vector<std::string>& client_types,
                    const std::vector<std::string>* products)
      : symbols_(symbols), client_types_(client_types), products_(products) {}

  Predicate compile(const DocNode& root) {
    tasks_.push_back({Task::kRead, root});
    while (!tasks_.empty()) {
      const Task task = tasks_.back();
      tasks_.pop_back();
      if (task.kind == Task::kRead) {
        read(task.node);
      } else {
        emit(task.kind == Task::kAnd ? Op::kAnd : task.kind == Task::kOr ? Op::kOr : Op::kNot);
      }
    }
    if (deepest_ > kPredicateStackMax) root.problem("is nested too deeply; split it into several rules");
    if (out_.steps.size() > UINT16_MAX || out_.values.size() > UINT16_MAX)
      root.problem("is too long; split it into several rules");
    return std::move(out_);
  }

 private:
  struct Task {
    enum Kind : std::uint8_t { kRead, kAnd, kOr, kNot } kind;
    DocNode node;
  };

  void emit(Op op) {
    out_.steps.push_back({op, Attribute::kClientType, 0, 0});
    if (op == Op::kTrue || op == Op::kFalse || op == Op::kIn) {
      deepest_ = std::max(deepest_, ++depth_);
    } else if (op != Op::kNot) {
      --depth_;
    }
  }

  void read(const DocNode& node) {
    if (node.value() == nullptr || !node.value()->is_object()) {
      node.problem("must be a predicate: an object");
      return emit(Op::kTrue);
    }
    const json::Object& object = node.value()->as_object();
    if (object.empty()) return emit(Op::kTrue);
    for (const char* name : {"all", "any", "not"}) {
      if (node.value()->find(name) == nullptr) continue;
      if (object.size() > 1) node.problem(std::string("'") + name + "' stands alone; put its neighbours into an 'all'");
      return read_connective(node, name);
    }
    read_tests(node);
  }

  void read_connective(const DocNode& node, std::string_view name) {
    const DocNode operand = node.at(name);
    if (name == "not") {
      tasks_.push_back({Task::kNot, node});
      tasks_.push_back({Task::kRead, operand});
      return;
    }
    const auto operands = name == "all" ? operand.some_items() : operand.items();
    if (operands.empty()) return emit(name == "all" ? Op::kTrue : Op::kFalse);
    // Last task first: read, read, combine, read, combine, ... keeps two values on the stack whatever the number.
    for (std::size_t i = operands.size(); i-- > 0;) {
      if (i > 0) tasks_.push_back({name == "all" ? Task::kAnd : Task::kOr, node});
      tasks_.push_back({Task::kRead, operands[i]});
    }
  }

  void read_tests(const DocNode& node) {
    bool first = true;
    for (const auto& [name, values] : node.value()->as_object()) {
      const auto known = std::find(kAttributeNames.begin(), kAttributeNames.end(), name);
      if (known == kAttributeNames.end()) {
        node.problem("has no attribute '" + name.substr(0, 40) + "' to test");
        emit(Op::kTrue);
      } else {
        read_test(node.at(name), static_cast<Attribute>(known - kAttributeNames.begin()));
      }
      if (!first) emit(Op::kAnd);
      first = false;
    }
  }

  void read_test(const DocNode& node, Attribute attribute) {
    const std::size_t first = out_.values.size();
    for (const DocNode& item : node.some_items()) out_.values.push_back(symbols_.find(value_of(item, attribute)));
    emit(Op::kIn);
    Predicate::Step& step = out_.steps.back();
    step.attribute = attribute;
    step.first = static_cast<std::uint16_t>(first);
    step.count = static_cast<std::uint16_t>(out_.values.size() - first);
  }

  std::string_view value_of(const DocNode& item, Attribute attribute) const {
    if (attribute == Attribute::kPlace || attribute == Attribute::kEntityHome) return item.place();
    const std::string_view code = item.code();
    const std::vector<std::string>* vocabulary = attribute == Attribute::kClientType ? &client_types_
                                                 : attribute == Attribute::kProduct  ? products_
                                                                                     : nullptr;
    if (vocabulary != nullptr && !code.empty() &&
        std::find(vocabulary->begin(), vocabulary->end(), code) == vocabulary->end())
      item.problem("'" + std::string(code) + "' is none of the policy's " +
                   (attribute == Attribute::kProduct ? "products" : "client_types"));
    return code;
  }

  const SymbolTable& symbols_;
  const std::vector<std::string>& client_types_;
  const std::vector<std::string>* products_;
  Predicate out_;
  std::vector<Task> tasks_;
  std::size_t depth_ = 0;
  std::size_t deepest_ = 0;
};

}  // namespace

Truth evaluate(const Predicate& predicate, const PredicateFacts& facts) {
  std::array<Truth, kPredicateStackMax> stack{};
  std::size_t depth = 0;
  for (const Predicate::Step& step : predicate.steps) {
    switch (step.op) {
      case Op::kTrue:
        stack[depth++] = Truth::kTrue;
        break;
      case Op::kFalse:
        stack[depth++] = Truth::kFalse;
        break;
      case Op::kIn:
        stack[depth++] = is_in(predicate, step, fact_of(facts, step.attribute));
        break;
      case Op::kNot:
        stack[depth - 1] = !stack[depth - 1];
        break;
      case Op::kAnd:
        --depth;
        stack[depth - 1] = both(stack[depth - 1], stack[depth]);
        break;
      case Op::kOr:
        --depth;
        stack[depth - 1] = either(stack[depth - 1], stack[depth]);
        break;
    }
  }
  return depth == 0 ? Truth::kTrue : stack[0];
}

Predicate compile_predicate(const DocNode& node, const SymbolTable& symbols,
                            const std::vector<std::string>& client_types, const std::vector<std::string>* products) {
  return PredicateCompiler(symbols, client_types, products).compile(node);
}

}  // namespace licet::domain
