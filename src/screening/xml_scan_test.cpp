#include "screening/xml_scan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/limits.h"

namespace licet::screening {
namespace {

/// Writes down what it is told: "<name a=1>" and "text</name>".
class Recorder final : public XmlHandler {
 public:
  Status open(const XmlElement& element) override {
    log += "<" + std::string(element.name);
    for (const XmlAttribute& a : element.attributes) log += " " + std::string(a.name) + "=" + std::string(a.value);
    log += ">";
    last_space = element.space;
    return {};
  }
  Status close(const XmlElement& element, std::string_view text) override {
    log += std::string(text) + "</" + std::string(element.name) + ">";
    return {};
  }
  std::string log, last_space;
};

/// What the recorder wrote, or the error.
std::string scanned(std::string_view bytes, std::size_t piece = 1U << 20U) {
  Recorder recorder;
  XmlScanner scanner("list.xml", recorder);
  for (std::size_t at = 0; at < bytes.size(); at += piece)
    if (const Status status = scanner.feed(bytes.substr(at, piece)); !status) return status.error().to_string();
  const Status status = scanner.finish();
  return status ? recorder.log : status.error().to_string();
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string nested(std::size_t depth) {
  std::string out;
  for (std::size_t i = 0; i < depth; ++i) out += "<a>";
  for (std::size_t i = 0; i < depth; ++i) out += "</a>";
  return out;
}

TEST(XmlScan, HandsOverElementsAttributesAndText) {
  EXPECT_EQ(
      scanned("<?xml version=\"1.0\"?><r><!-- no --><b k='v &amp; w' l=''>x &lt;&#233;<![CDATA[<y>]]></b><c/></r>"),
      "<r><b k=v & w l=>x <\xC3\xA9<y></b><c></c></r>");
}

TEST(XmlScan, RefusesTextBesideElementsBecauseItWouldBeLost) {
  EXPECT_EQ(scanned("<r>\n <b>x</b>\t\n<c/>\r\n</r>"), "<r><b>x</b><c></c></r>") << "white space says nothing";
  EXPECT_TRUE(holds(scanned("<r>lost<b>x</b></r>"), "list.xml:1:8: text beside elements in <r>"))
      << scanned("<r>lost<b>x</b></r>");
  EXPECT_TRUE(holds(scanned("<r><b>x</b>lost<b/></r>"), "text beside elements in <r>"));
  EXPECT_TRUE(holds(scanned("<r><b>x</b>lost</r>"), "text beside elements in <r>"));
  EXPECT_TRUE(holds(scanned("<r><a><b/><![CDATA[x]]></a></r>"), "text beside elements in <a>"));
}

TEST(XmlScan, TakesPrefixesAway) {
  Recorder recorder;
  XmlScanner scanner("list.xml", recorder);
  ASSERT_TRUE(scanner.feed("<p:r xmlns:p='urn:x'><p:b q:k='1' k='2' xmlns:q='urn:y'/></p:r>"));
  ASSERT_TRUE(scanner.finish());
  EXPECT_EQ(recorder.log, "<r><b k=2 k=1></b></r>") << "an attribute without a prefix comes first";
  EXPECT_EQ(recorder.last_space, "urn:x");
}

TEST(XmlScan, ReadsTheEncodingsThatADocumentDeclares) {
  EXPECT_EQ(scanned("<?xml version='1.0' encoding='ISO-8859-1'?><r>\xE9</r>"), "<r>\xC3\xA9</r>");
  EXPECT_EQ(scanned("\xEF\xBB\xBF<r>\xC3\xA9</r>"), "<r>\xC3\xA9</r>");
  EXPECT_EQ(scanned(std::string("\xFF\xFE<\0r\0>\0\xE9\0<\0/\0r\0>\0", 18)), "<r>\xC3\xA9</r>");
  EXPECT_TRUE(holds(scanned("<?xml version='1.0' encoding='EBCDIC'?><r/>"), "save the file as UTF-8"));
}

TEST(XmlScan, RefusesADoctypeWhereItStands) {
  const std::string text = scanned("<?xml version='1.0'?>\n<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>");
  EXPECT_TRUE(holds(text, "list.xml:2:")) << text;
  EXPECT_TRUE(holds(text, "a DOCTYPE: published lists have none")) << text;
  EXPECT_TRUE(holds(scanned("<!DOCTYPE r SYSTEM 'file:///etc/passwd'><r/>"), "a DOCTYPE"));
}

TEST(XmlScan, RefusesABombBeforeItGrows) {
  std::string bomb = "<!DOCTYPE r [<!ENTITY a0 'aaaaaaaaaa'>";
  for (int i = 1; i < 30; ++i) {
    bomb += "<!ENTITY a" + std::to_string(i) + " '";
    for (int k = 0; k < 10; ++k) bomb += "&a" + std::to_string(i - 1) + ";";
    bomb += "'>";
  }
  EXPECT_TRUE(holds(scanned(bomb + "]><r>&a29;</r>"), "a DOCTYPE"));
  EXPECT_TRUE(holds(scanned("<r>&bomb;</r>"), "an entity that XML itself does not have"));
}

TEST(XmlScan, SaysThatAFileIsTruncated) {
  const std::string whole = "<r><b k='v'>text</b><![CDATA[x]]></r>";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const std::string text = scanned(whole.substr(0, size));
    EXPECT_TRUE(holds(text, "list.xml:1:") && (holds(text, "truncated") || holds(text, "no XML document"))) << text;
  }
  EXPECT_EQ(scanned("<r>\n <b>"),
            "list.xml:2:5: the file is truncated: it ends before </b>; get it again from its publisher");
  EXPECT_TRUE(holds(scanned(""), "no XML document"));
  EXPECT_TRUE(holds(scanned(" \n"), "no XML document"));
}

TEST(XmlScan, RefusesDamage) {
  for (const std::string_view damaged :
       {std::string_view("<r>\0</r>", 8), std::string_view("<r>\xC3</r>"), std::string_view("<r>\xED\xA0\x80</r>"),
        std::string_view("<r k='\xFF'/>"), std::string_view("<r><b></r>"), std::string_view("<r/><r/>"),
        std::string_view("text"), std::string_view("<r k='1' k='2'/>"), std::string_view("<r>&#0;</r>"),
        std::string_view("<p:r/>"), std::string_view("<r a=1/>"), std::string_view("<r>\x01</r>")}) {
    const std::string text = scanned(damaged);
    EXPECT_TRUE(holds(text, "list.xml:1:") && holds(text, "get it again")) << damaged << ": " << text;
  }
}

TEST(XmlScan, HoldsItsLimitsAtEachAndOnePast) {
  EXPECT_FALSE(holds(scanned(nested(limits::kXmlDepthMax)), "list.xml"));
  EXPECT_TRUE(holds(scanned(nested(limits::kXmlDepthMax + 1)), "to a depth of more than 64"));
  const auto with_text = [](std::size_t size) { return "<r>" + std::string(size, 'a') + "</r>"; };
  EXPECT_FALSE(holds(scanned(with_text(limits::kXmlTextBytesMax)), "list.xml"));
  EXPECT_TRUE(holds(scanned(with_text(limits::kXmlTextBytesMax + 1)), "a text of more than"));
  const auto with_attribute = [](std::size_t size) { return "<r k='" + std::string(size, 'a') + "'/>"; };
  EXPECT_FALSE(holds(scanned(with_attribute(limits::kXmlAttributeBytesMax)), "list.xml"));
  EXPECT_TRUE(holds(scanned(with_attribute(limits::kXmlAttributeBytesMax + 1)), "an attribute of more than"));
  EXPECT_TRUE(holds(scanned(with_attribute(1U << 20U)), "a tag or comment of more than"));
  EXPECT_TRUE(holds(scanned("<r><!--" + std::string(1U << 20U, '-') + "--></r>"), "list.xml:1:"));
  EXPECT_TRUE(holds(scanned("<r><!--" + std::string(1U << 20U, 'a') + "--></r>"), "a tag or comment of more than"));
  EXPECT_TRUE(holds(scanned("<" + std::string(limits::kXmlNameBytesMax + 1, 'a') + "/>"), "a name of more than"));
}

TEST(XmlScan, KeepsNoMoreThanSoManyNames) {
  std::string many = "<r>", declared = "<r>";
  for (std::size_t i = 0; i < limits::kXmlNamesMax + 1; ++i) {
    many += "<n" + std::to_string(i) + "/>";
    declared += "<a xmlns:n" + std::to_string(i) + "='u'/>";
  }
  EXPECT_TRUE(holds(scanned(many + "</r>"), "a number of different names of more than"));
  EXPECT_TRUE(holds(scanned(declared + "</r>"), "a number of namespace declarations of more than"));
}

TEST(XmlScan, KeepsNoTextBetweenTheChildrenOfOneElement) {
  std::string many = "<r>";
  for (int i = 0; i < 10'000; ++i) many += "\n          <b/>";
  EXPECT_FALSE(holds(scanned(many + "\n</r>"), "list.xml"));
}

TEST(XmlScan, ReturnsTheHandlersErrorAndStops) {
  class Refuser final : public XmlHandler {
   public:
    Status open(const XmlElement& element) override {
      ++opened;
      if (element.name == "b") return fail(ErrorCode::kRefused, "no b");
      return {};
    }
    Status close(const XmlElement&, std::string_view) override { return {}; }
    int opened = 0;
  } refuser;
  XmlScanner scanner("list.xml", refuser);
  ASSERT_TRUE(scanner.feed("<r><b/><b/></r>"));
  EXPECT_EQ(scanner.finish().error().text, "no b");
  EXPECT_EQ(scanner.feed("more").error().text, "no b");
  EXPECT_EQ(refuser.opened, 2);
}

RC_GTEST_PROP(XmlScan, PiecesOfAnySizeAreTheSame, ()) {
  // Over the size of the pieces that the parser gets, whole or cut off or damaged.
  std::string text = "<r>";
  for (int i = 0; i < 1'500; ++i)
    text += "<b k='" + std::to_string(i) + "'>t\xC3\xA9xt &amp; " + std::to_string(i * i) + "</b>\n";
  text += "</r>";
  const auto cut = *rc::gen::inRange<std::size_t>(0, text.size());
  if (*rc::gen::arbitrary<bool>()) text.resize(cut);
  if (*rc::gen::arbitrary<bool>() && cut < text.size()) text[cut] = *rc::gen::arbitrary<char>();
  const auto piece = *rc::gen::inRange<std::size_t>(1, 40'000);
  RC_ASSERT(scanned(text, piece) == scanned(text));
}

}  // namespace
}  // namespace licet::screening
