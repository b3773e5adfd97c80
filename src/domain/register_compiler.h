// The compiler of registers: register_compile.cpp reads the records, register_compile_people.cpp people and teams.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/document_reader.h"
#include "domain/register.h"

namespace licet::domain {

/// Reads one document for one policy. Goes on after a problem, so that all are found; the view is good only when there
/// are none.
class RegisterCompiler {
 public:
  RegisterCompiler(const Policy& policy, const json::Value& document) : policy_(policy), document_(document) {}
  /// Once.
  void run();
  void confirm(const std::vector<Confirmation>& confirmations);
  Problems& problems() { return problems_; }
  RegisterView& view() { return view_; }
  /// The records of a kind that were read, in the order of the document.
  const std::vector<DocNode>& records(std::string_view kind) const;

 private:
  bool sort_records(const DocNode& root);
  RegisterView::Validity read_validity(const DocNode& node) const;
  void read_entities();
  void read_permissions(std::string_view kind);
  void read_registrations();
  RegisterView::Permission read_permission(const DocNode& node, std::string_view kind) const;
  RegisterView::Cover read_cover(const DocNode& node) const;
  std::vector<Symbol> read_list(const DocNode& node, std::string_view (DocNode::*read)() const, bool& all) const;
  std::uint32_t entity_at(const DocNode& node) const;
  // register_compile_people.cpp
  void read_people();
  RegisterView::Person read_person(const DocNode& node) const;
  void read_hours(const DocNode& node, RegisterView::Person& person) const;
  void read_day(const DocNode& list, std::vector<RegisterView::Interval>& out) const;
  void read_leave();
  void read_teams();
  void read_members();
  std::uint32_t person_at(const DocNode& node) const;

  const Policy& policy_;
  const json::Value& document_;
  Problems problems_;
  RegisterView view_;
  std::map<std::string, std::vector<DocNode>, std::less<>> by_kind_;
  std::map<std::string, std::uint32_t, std::less<>> entity_index_, team_index_;
};

}  // namespace licet::domain
