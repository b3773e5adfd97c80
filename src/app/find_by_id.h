// Rows by their id or a beginning of it, as people type it.
#pragma once

#include <string>
#include <string_view>

#include "app/store_port.h"

namespace licet::app {

/// The id of the one row in scope that `typed` names: the whole id or a beginning of it, with or without the kind in
/// front. kNotFound says the same of none and of one out of scope; kBadInput when it is the beginning of several.
/// `kind`: the word for people, "lead".
template <typename Tag>
Result<Id<Tag>> find_by_id(Reader& reader, const Scope& scope, record::TableId table, std::string_view kind,
                           std::string_view typed) {
  const std::string front = std::string(Tag::kPrefix) + "_";
  Query query;
  query.table = table;
  query.where = {{"id", Condition::Op::kPrefix, (typed.starts_with(front) ? "" : front) + std::string(typed)}};
  query.limit = 2;
  LICET_TRY(const auto rows, reader.find(scope, query));
  const std::string named = std::string(kind) + " '" + std::string(typed) + "'";
  if (rows.empty()) return fail(ErrorCode::kNotFound, "no " + named + " that you may see");
  if (rows.size() > 1)
    return fail(ErrorCode::kBadInput, "'" + std::string(typed) + "' is the beginning of more than one " +
                                          std::string(kind) + "; give more of it");
  auto id = Id<Tag>::parse(rows.front().text("id"));
  if (!id) return fail(ErrorCode::kTampered, "the row of a " + std::string(kind) + " holds a malformed id");
  return *id;
}

}  // namespace licet::app
