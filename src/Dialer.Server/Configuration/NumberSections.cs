using System.Buffers;
using Dialer.Core.Leads;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>How a trunk writes and reads telephone numbers.</summary>
internal static class NumberSections
{
    /// <summary>What stands in a number beside a leading +.</summary>
    public static readonly SearchValues<char> Dialable = SearchValues.Create("0123456789*#");

    private const int MostDigits = 16;

    public static TrunkNumbers Read(ConfigReader numbers)
    {
        var country = numbers.Has("country") ? Countries.Find(References.Country(numbers, "country")) : null;
        var read = new TrunkNumbers
        {
            Country = country,
            Called = ReadFormat(numbers.Section("called"), NumberForm.E164, country),
            Calling = ReadFormat(numbers.Section("calling"), NumberForm.AsGiven, country),
            InboundCalled = ReadInbound(numbers.Section("inboundCalled")),
            InboundCalling = ReadInbound(numbers.Section("inboundCalling")),
        };
        numbers.End();
        return read;
    }

    private static NumberFormat ReadFormat(ConfigReader section, NumberForm byDefault, Country? country)
    {
        var forms = Words.Of<NumberForm>();
        var read = new NumberFormat(section.OneOf("form", byDefault, forms), Digits(section, "strip"), Digits(section, "prefix"))
        {
            ByCountry = ReadByCountry(section, forms),
        };
        if (country is null && (read.Form == NumberForm.National || read.ByCountry.Any(entry => entry.Value == NumberForm.National)))
            section.ErrorAt("form", "National numbers are those of one country, and none is named.", "Add \"country\" to \"numbers\", such as \"FR\".");
        section.End();
        return read;
    }

    private static NumberFormat ReadInbound(ConfigReader section)
    {
        var read = new NumberFormat(NumberForm.AsGiven, Digits(section, "strip"), Digits(section, "prefix"));
        section.End();
        return read;
    }

    /// <summary>By country, or by the first digits of the number in international form.</summary>
    private static List<KeyValuePair<string, NumberForm>> ReadByCountry(ConfigReader section, IReadOnlyDictionary<string, NumberForm> forms)
    {
        var read = new List<KeyValuePair<string, NumberForm>>();
        foreach (var (name, node) in section.Entries("byCountry"))
        {
            string? beginning = Countries.Find(name) is { } country ? "+" + country.CallingCode : name.StartsWith('+') && TrunkSections.IsPrefix(name) ? name : null;
            if (beginning is null)
                section.Error(node, $"\"{name}\" is not a country whose numbers are known, nor the beginning of a number.", "Write \"GB\" or \"+44\".");
            else if (!forms.TryGetValue(node.Text, out var form))
                section.Error(node, $"\"{node.Text}\" is not a form of numbers.", "Use " + string.Join(", ", forms.Keys) + ".");
            else
                read.Add(new(beginning, form));
        }
        return read;
    }

    private static string Digits(ConfigReader section, string name)
    {
        // Empty says that nothing stands there, as the sample does.
        string text = section.IsEmpty(name) ? "" : section.Text(name, MostDigits) ?? "";
        if (text.AsSpan().TrimStart('+').ContainsAnyExcept(Dialable))
            section.ErrorAt(name, $"\"{text}\" is not what stands before a telephone number.", "Use digits, * and #, with a leading + where the number has one.");
        return text;
    }
}
