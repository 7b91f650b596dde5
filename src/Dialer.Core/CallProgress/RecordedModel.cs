namespace Dialer.Core.CallProgress;

/// <summary>
/// A logistic over <see cref="PhraseFeatures"/>: how much a phrase sounds like a recording. It only decides where
/// length does not: a phrase too long to be surely a greeting and too short to be surely a machine.
/// </summary>
/// <param name="Weights">One per name of <see cref="Names"/>, for features as <see cref="Expand"/> scales them; the last is the intercept.</param>
public sealed record RecordedModel(float[] Weights)
{
    /// <summary>What the weights belong to, in order.</summary>
    public static readonly string[] Names =
    [
        "phraseSeconds", "voicedSeconds", "density", "bursts", "upperSpread10Db", "middleSpread10Db", "depth10Db",
        "overFloor10Db", "rise5Db", "fall5Db", "wander50Hz",
        "purity", "sharpRises10", "sharpFalls10", "syllables5", "ended", "intercept",
    ];

    /// <summary>Fitted to the development audio that the documentation names, with synthetic readers among the people: evenness alone is no proof.</summary>
    public static readonly RecordedModel BuiltIn = new([0.43f, 0.83f, 0.41f, -0.10f, -1.68f, -2.41f, 0f, 0f, 3.23f, -0.47f, 0f, -0.21f, 0.49f, 1.09f, -0.83f, -1.00f, -1.36f]);

    /// <summary>Logit of one phrase; above 0, rather a recording.</summary>
    public float Logit(in PhraseFeatures features)
    {
        Span<float> x = stackalloc float[Names.Length];
        Expand(features, x);
        float sum = 0;
        for (int i = 0; i < x.Length; i++) sum += Weights[i] * x[i];
        return sum;
    }

    /// <summary>Features in units of comparable size, clamped, so that no single one runs away with the verdict.</summary>
    public static void Expand(in PhraseFeatures f, Span<float> x)
    {
        x[0] = Math.Clamp(f.PhraseSeconds, 0, 5);
        x[1] = Math.Clamp(f.VoicedSeconds, 0, 4);
        x[2] = f.PhraseSeconds <= 0 ? 1 : Math.Clamp(f.VoicedSeconds / f.PhraseSeconds, 0, 1);
        x[3] = Math.Clamp(f.Bursts, 1, 6);
        x[4] = Math.Clamp(f.UpperSpreadDb, 1, 15) / 10;
        x[5] = Math.Clamp(f.MiddleSpreadDb, 2, 30) / 10;
        x[6] = Math.Clamp(f.DepthDb, 10, 45) / 10;
        x[7] = Math.Clamp(f.OverFloorDb, 10, 45) / 10;
        x[8] = Math.Clamp(f.RiseDb, 2, 8) / 5;
        x[9] = Math.Clamp(f.FallDb, 2, 8) / 5;
        x[10] = Math.Clamp(f.WanderHz, 10, 100) / 50;
        x[11] = Math.Clamp(f.Purity, 0.1f, 0.7f);
        x[12] = Math.Clamp(f.SharpRises, 0, 0.2f) * 10;
        x[13] = Math.Clamp(f.SharpFalls, 0, 0.2f) * 10;
        x[14] = Math.Clamp(f.Syllables, 1, 10) / 5;
        x[15] = f.Ended ? 1 : 0;
        x[16] = 1;
    }
}
