#include "app/sealed_note.h"

namespace licet::app {

Status seal_note(Deps& deps, const LeadDraft& draft, const std::string& note, const std::vector<EvidenceFile>& files,
                 record::BodyBuilder& body) {
  LICET_TRY(const auto key, deps.keys.find(draft.subject.str()));
  if (!key) return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
  std::map<std::string, json::Value> fields{{"note", json::Value(note)}};
  if (!files.empty()) fields.emplace("files", files_json(files));  // personal copy: sealed_payload
  body.seal(deps.store.origin(), draft.subject.str(), *key, fields, deps.random);
  body.link("subj", draft.subject.str());
  return {};
}

}  // namespace licet::app
