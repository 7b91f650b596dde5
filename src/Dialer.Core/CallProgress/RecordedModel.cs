namespace Dialer.Core.CallProgress;

/// <summary>
/// A logistic over <see cref="PhraseFeatures"/>: how much a phrase sounds like a recording. It decides where length
/// does not: a phrase too long to be surely a greeting and too short to be surely a machine.
/// </summary>
/// <param name="Weights">One per name of <see cref="Names"/>, for features as <see cref="Expand"/> scales them; the last is the intercept.</param>
public sealed record RecordedModel(float[] Weights)
{
    private const float Most = 3f;

    /// <summary>What the weights belong to, in order.</summary>
    public static readonly string[] Names =
    [
        "phraseSeconds", "voicedSeconds", "density", "rise", "modulation", "flatnessSpread", "bandSpread",
        "flux", "fluxSpread", "voicing", "pitchSpread", "ended", "intercept",
    ];

    /// <summary>Fitted to the development audio that the documentation names, with synthetic readers among the people.</summary>
    public static readonly RecordedModel BuiltIn = new([0.44f, 0.2f, 0.55f, 1.37f, -0.91f, 1.09f, -1.62f, 1.16f, 0.48f, 1.56f, 0.68f, -0.43f, 0.53f]);

    /// <summary>Logit of one phrase; above 0, rather a recording.</summary>
    public float Logit(in PhraseFeatures features)
    {
        Span<float> x = stackalloc float[Names.Length];
        Expand(features, x);
        float sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += Weights[i] * x[i];
        return sum;
    }

    /// <summary>Features as distances from the usual in usual spreads, at most 3, so that no single one runs away with the verdict.</summary>
    public static void Expand(in PhraseFeatures f, Span<float> x)
    {
        x[0] = Scaled(f.PhraseSeconds, 2.2f, 0.9f);
        x[1] = Scaled(f.VoicedSeconds, 2.0f, 0.8f);
        x[2] = Scaled(f.PhraseSeconds <= 0 ? 1 : f.VoicedSeconds / f.PhraseSeconds, 0.9f, 0.1f);
        x[3] = Scaled(f.RiseDb, 5.1f, 1.4f);
        x[4] = Scaled(f.ModulationDb, 3.1f, 0.95f);
        x[5] = Scaled(f.FlatnessSpreadDb, 5.3f, 1.25f);
        x[6] = Scaled(f.BandSpreadDb, 7.2f, 1.3f);
        x[7] = Scaled(f.Flux, 0.17f, 0.043f);
        x[8] = Scaled(f.FluxSpread, 0.13f, 0.031f);
        x[9] = Scaled(f.Voicing, 0.8f, 0.1f);
        x[10] = Scaled(f.PitchSpread, 0.445f, 0.15f);
        x[11] = f.Ended ? 1 : 0;
        x[12] = 1;
    }

    private static float Scaled(float value, float usual, float spread) => Math.Clamp((value - usual) / spread, -Most, Most);
}
