using System.Globalization;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>One call as our own detector heard it: what calibration and learning begin from.</summary>
internal sealed record JudgedCall(AmdClip Clip, string Variation, CpaVerdict Verdict, CpaVerdict Final, Revocation Revoked, float Confidence, VerdictReason Reason, double AtSeconds)
{
    public const string Header = "path,voice,label,variation,verdict,final,cause,confidence,recorded,voicedMs,phraseMs,pauseMs,atSeconds";

    /// <summary>One line of CSV.</summary>
    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"{Quoted(Clip.Path)},{Quoted(Clip.Group)},{Clip.Label.ToString().ToLowerInvariant()},{Variation},{Verdict},{Final},{Revoked.Cause},{Confidence:F4},{Reason.Recorded:F4},{Reason.VoicedMs},{Reason.PhraseMs},{Reason.PauseMs},{AtSeconds:F2}");

    private static string Quoted(string text) => text.AsSpan().IndexOfAny(",\"") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
