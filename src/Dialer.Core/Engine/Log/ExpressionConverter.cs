using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Core.Ids;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine.Log;

/// <summary>Skill expressions as their text, for people, and their terms: a log knows no names of skills.</summary>
internal sealed class ExpressionConverter : JsonConverter<SkillExpression>
{
    private const string TextName = "Text";
    private const string TermsName = "Terms";

    public override SkillExpression Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var read = JsonDocument.ParseValue(ref reader);
        var terms = new List<SkillTerm>();
        foreach (var term in read.RootElement.GetProperty(TermsName).EnumerateArray())
            terms.Add(new SkillTerm((SkillTermKind)term[0].GetByte(), new SkillId(term[1].GetInt32()), term[2].GetInt32()));
        return SkillExpression.Of([.. terms], read.RootElement.GetProperty(TextName).GetString() ?? "") ?? throw new JsonException("a skill expression whose terms make no sense");
    }

    public override void Write(Utf8JsonWriter writer, SkillExpression value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(TextName, value.Text);
        writer.WriteStartArray(TermsName);
        foreach (var term in value.Terms)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue((int)term.Kind);
            writer.WriteNumberValue(term.Skill.Value);
            writer.WriteNumberValue(term.Level);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
