using System.Text.Json;
using Dialer.Core.CallProgress;

namespace Dialer.Store;

/// <summary>How a phrase sounded, as the store keeps it: a JSON array of its eleven numbers, in their order.</summary>
internal static class PhraseText
{
    private const int Count = 11;

    public static string Write(in PhraseFeatures f) => JsonSerializer.Serialize((float[])[
        f.PhraseSeconds, f.VoicedSeconds, f.RiseDb, f.ModulationDb, f.FlatnessSpreadDb, f.BandSpreadDb, f.Flux, f.FluxSpread, f.Voicing, f.PitchSpread, f.Ended ? 1 : 0]);

    /// <summary>Null: it is something else.</summary>
    public static PhraseFeatures? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<float[]>(text) is { Length: Count } x
                ? new PhraseFeatures(x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10] != 0)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
