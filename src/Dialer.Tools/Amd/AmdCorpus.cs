using System.Globalization;
using System.Text;

namespace Dialer.Tools.Amd;

/// <summary>The labelled clips, and in words whatever was wrong with the rest.</summary>
internal sealed record AmdCorpus(IReadOnlyList<AmdClip> Clips, IReadOnlyList<string> Problems)
{
    private const int MostRows = 200_000;

    public IEnumerable<AmdClip> Scored => Clips.Where(c => c.Label is not (AmdLabel.Part or AmdLabel.Noise));

    /// <summary>Reads labels and audio. Every problem is named with its line; the other rows go on.</summary>
    public static AmdCorpus Load(string labelsPath, string directory)
    {
        List<AmdClip> clips = [];
        List<string> problems = [];
        if (!File.Exists(labelsPath))
            return new AmdCorpus(clips, [$"{labelsPath}: no such file"]);
        try
        {
            using StreamReader text = new(labelsPath);
            ReadRows(text, labelsPath, directory, clips, problems);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{labelsPath}: {e.Message}");
        }
        return new AmdCorpus(clips, problems);
    }

    private static void ReadRows(StreamReader text, string labelsPath, string directory, List<AmdClip> clips, List<string> problems)
    {
        var header = Fields(text.ReadLine() ?? "");
        Columns columns = new(header.IndexOf("path"), header.IndexOf("label"), header.IndexOf("utteranceEndSeconds"), header.IndexOf("speaker_group"));
        if (columns.Path < 0)
            problems.Add($"{labelsPath}: line 1: no column 'path'");
        if (columns.Label < 0)
            problems.Add($"{labelsPath}: line 1: no column 'label'");
        if (problems.Count > 0)
            return;
        int line = 1;
        while (text.ReadLine() is { } row && clips.Count < MostRows)
        {
            line++;
            if (string.IsNullOrWhiteSpace(row))
                continue;
            if (Row(Fields(row), columns, $"{labelsPath}: line {line}", directory, problems) is { } clip)
                clips.Add(clip);
        }
    }

    /// <summary>RFC 4180, one record a line.</summary>
    internal static List<string> Fields(string row)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < row.Length; i++)
        {
            char c = row[i];
            if (quoted && c == '"' && i + 1 < row.Length && row[i + 1] == '"')
                field.Append(row[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (c != ',' || quoted)
                field.Append(c);
            else
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
        }
        fields.Add(field.ToString().Trim());
        return fields;
    }

    private static AmdClip? Row(List<string> fields, Columns columns, string where, string directory, List<string> problems)
    {
        string path = Field(fields, columns.Path), label = Field(fields, columns.Label), stated = Field(fields, columns.UtteranceEnd);
        if (!TryLabel(label, out var parsed))
        {
            problems.Add($"{where}: label '{label}' is none of {string.Join(", ", Enum.GetNames<AmdLabel>()).ToLowerInvariant()}");
            return null;
        }
        double end = double.NaN;
        if (stated.Length > 0 && !double.TryParse(stated, CultureInfo.InvariantCulture, out end))
        {
            problems.Add($"{where}: utteranceEndSeconds '{stated}' is not a number");
            end = double.NaN;
        }
        try
        {
            if (path.Length == 0)
                throw new AudioRefusedException("no path");
            string group = Field(fields, columns.Group);
            if (group.Length == 0)
                group = Path.GetDirectoryName(path) ?? "";
            return new AmdClip(path, parsed, AmdAudio.Read8kHz(Path.Combine(directory, path)), end, group);
        }
        catch (AudioRefusedException e)
        {
            problems.Add($"{where}: {e.Message}");
            return null;
        }
    }

    private static string Field(List<string> fields, int column) => column >= 0 && column < fields.Count ? fields[column] : "";

    private readonly record struct Columns(int Path, int Label, int UtteranceEnd, int Group);

    private static bool TryLabel(string text, out AmdLabel label)
    {
        label = default;
        return text.Length > 0 && char.IsLetter(text[0]) && Enum.TryParse(text.Trim(), ignoreCase: true, out label) && Enum.IsDefined(label);
    }
}
