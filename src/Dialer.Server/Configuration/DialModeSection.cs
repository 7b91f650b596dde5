using Dialer.Core.Campaigns;
using Dialer.Core.Pacing;

namespace Dialer.Server.Configuration;

/// <summary>A dial mode and what belongs to it: the same fields in a campaign of the file and in a change of a running one.</summary>
internal static class DialModeSection
{
    /// <summary>A change as a program sends it; every error at once, by its field.</summary>
    /// <param name="utf8">One JSON object; nothing at all reads as an empty one.</param>
    public static (DialModeChange Change, IReadOnlyList<ConfigError> Errors) Parse(ReadOnlySpan<byte> utf8)
    {
        var errors = new List<ConfigError>();
        var change = new DialModeChange();
        if (ConfigNode.Parse(utf8.Trim(" \t\r\n"u8).IsEmpty ? "{}"u8 : utf8, errors) is { } root)
        {
            var section = new ConfigReader(root, errors, null);
            change = Read(section);
            section.End();
        }
        if (errors.Count == 0 && change == new DialModeChange())
            errors.Add(new ConfigError("$.mode", 0, 0, "Nothing to change is named.", "Name one or more of mode, pacer, ratio, maxLinesPerAgent, preview.seconds and preview.onTimeOut."));
        return (change, errors);
    }

    /// <summary>What is written; null: not written.</summary>
    public static DialModeChange Read(ConfigReader section)
    {
        var preview = section.Section("preview");
        var read = new DialModeChange
        {
            Mode = section.Has("mode") ? section.OneOf("mode", default, Words.Of<DialMode>()) : null,
            Pacer = ReadPacer(section),
            Ratio = section.Has("ratio") ? section.Number("ratio", 1, 0.1, 20) : null,
            MaxLinesPerAgent = section.Has("maxLinesPerAgent") ? section.Number("maxLinesPerAgent", 1, 1, 50) : null,
            PreviewLimit = preview.Has("seconds") ? preview.Seconds("seconds", default, 5, 3_600) : null,
            PreviewTimeOut = preview.Has("onTimeOut") ? preview.OneOf("onTimeOut", default, Words.Of<PreviewTimeOut>()) : null,
        };
        preview.End();
        return read;
    }

    private static string? ReadPacer(ConfigReader section)
    {
        string? pacer = section.Text("pacer", 64);
        if (pacer is not null && Pacers.Create(pacer) is null)
            section.ErrorAt("pacer", $"There is no pacing policy \"{pacer}\".", $"Use {Pacers.Predictive}, {Pacers.Progressive} or {Pacers.Ratio}.");
        return pacer;
    }
}
