using Dialer.Core.CallProgress;
using Dialer.Server.Files;

namespace Dialer.Server.Configuration;

/// <summary>How a campaign listens to its answers: the same words in its section of the file and behind <c>dialer amd</c>.</summary>
public static class CallProgressSection
{
    /// <summary>In the place of a file of weights: lengths alone decide.</summary>
    public const string NoModel = "none";

    public static readonly IReadOnlyDictionary<string, CallProgressSensitivity> Sensitivities = Words.Of<CallProgressSensitivity>();

    /// <summary>ISO 3166 codes of the countries whose tones are known.</summary>
    public static readonly IReadOnlyList<string> Countries = [.. Cadences.All.Select(cadence => cadence.Country).Distinct()];

    /// <summary>The defaults where the campaign has no such section.</summary>
    public static CallProgressOptions Read(ConfigReader campaign, ConfigFolder folder)
    {
        var section = campaign.Section("callProgress");
        var sensitivity = section.OneOf("sensitivity", CallProgressSensitivity.Cautious, Sensitivities);
        string? model = section.Text("model");
        var options = Options(sensitivity, section.Text("country"), model is null or NoModel ? model : folder.Full(model), section.ErrorAt);
        int screeningWaitMs = section.Whole("screeningWaitMs", options.ScreeningWaitMs, 0, 10_000);
        bool remembers = section.Flag("remember", false);
        bool usesEvidence = section.Flag("lineEvidence", false);
        section.End();
        return options with { ScreeningWaitMs = screeningWaitMs, RemembersGreetings = remembers, UsesLineEvidence = usesEvidence };
    }

    /// <param name="sensitivity">How readily a phrase that sounds recorded is taken for a machine.</param>
    /// <param name="country">ISO 3166, in either case; null: the tones of all countries are looked for.</param>
    /// <param name="model">The path of a file of weights, or <see cref="NoModel"/>; null: the built-in ones.</param>
    /// <param name="refuse">Called for each field that cannot be used, by its name here.</param>
    public static CallProgressOptions Options(CallProgressSensitivity sensitivity, string? country, string? model, FieldRefusal refuse) =>
        CallProgressOptions.For(sensitivity) with { Country = Country(country, refuse), RecordedModel = Model(model, refuse) };

    private static string? Country(string? written, FieldRefusal refuse)
    {
        string? code = written?.ToUpperInvariant();
        if (code is not null && !Countries.Contains(code))
            refuse("country", $"No tones are known of \"{written}\".", "Use " + string.Join(", ", Countries) + "; or leave it out, and the tones of all of them are looked for.");
        return code;
    }

    private static RecordedModel? Model(string? path, FieldRefusal refuse)
    {
        if (path is null or NoModel)
            return path is null ? RecordedModel.BuiltIn : null;
        if (GivenFile.Refusal(path) is { } kind)
            refuse("model", $"\"{path}\" {kind}, and no file.", "Give the path of a file.");
        else if (RecordedModelFile.TryLoad(path, out var model, out string? problem))
            return model;
        else
            refuse("model", problem, $"Give a file that \"dialer amd train\" wrote, or \"{NoModel}\": then lengths alone decide.");
        return null;
    }
}
