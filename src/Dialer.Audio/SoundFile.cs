namespace Dialer.Audio;

/// <summary>
/// Reads the sounds that people give us: WAV of any rate and width, AIFF, MP3; mono, stereo or more. The only place that does.
/// Limits are held before anything is read, and every refusal has a name.
/// </summary>
public static class SoundFile
{
    /// <summary>A recording longer than this is surely a mistake, and would fill the memory.</summary>
    public const int MaxSeconds = 3_600;

    public const int MaxChannels = 8;

    /// <summary>An hour of a good microphone in stereo; more is no prompt.</summary>
    public const long MaxBytes = 1L << 30;

    private const int LowestRate = 4_000, HighestRate = 192_000;
    private const int BlockFrames = 4_096;

    /// <summary>Reads a file. The result is null exactly when <paramref name="refusal"/> is not None.</summary>
    /// <param name="channel">0 is the first; null: all of them, mixed.</param>
    public static Sound? Read(string path, out SoundRefusal refusal, int? channel = null)
    {
        try
        {
            // What a link leads to has the length that counts; a link to a pipe leads to no file.
            FileInfo file = new(path);
            if (file.LinkTarget is not null)
                file = (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
            refusal = !file.Exists ? SoundRefusal.NoSuchFile : file.Length == 0 ? SoundRefusal.Empty : file.Length > MaxBytes ? SoundRefusal.TooLarge : SoundRefusal.None;
            if (refusal != SoundRefusal.None)
                return null;
            using var stream = file.OpenRead();
            return Read(stream, out refusal, channel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            refusal = SoundRefusal.Unreadable;
            return null;
        }
    }

    /// <summary>Reads a whole file held in memory.</summary>
    public static Sound? Parse(byte[] file, out SoundRefusal refusal, int? channel = null)
    {
        using MemoryStream stream = new(file, writable: false);
        return Read(stream, out refusal, channel);
    }

    private static Sound? Read(Stream stream, out SoundRefusal refusal, int? channel)
    {
        using var source = SoundSource.Open(stream, out refusal);
        if (source is null)
            return null;
        refusal = Check(source, channel);
        return refusal == SoundRefusal.None ? Decode(source, channel, out refusal) : null;
    }

    private static SoundRefusal Check(SoundSource source, int? channel)
    {
        if (source.Channels is < 1 or > MaxChannels)
            return SoundRefusal.UnsupportedChannels;
        if (source.Rate is < LowestRate or > HighestRate)
            return SoundRefusal.UnsupportedRate;
        if (channel < 0 || channel >= source.Channels)
            return SoundRefusal.NoSuchChannel;
        return source.Frames > (long)source.Rate * MaxSeconds ? SoundRefusal.TooLong : SoundRefusal.None;
    }

    private static Sound? Decode(SoundSource source, int? channel, out SoundRefusal refusal)
    {
        bool isWide = source.Rate > Sound.NarrowRate;
        RateConverter converter = new(source.Rate, isWide ? Sound.WideRate : Sound.NarrowRate, (int)source.Frames);
        float[] block = new float[BlockFrames * source.Channels], one = new float[BlockFrames];
        long frames = 0;
        while (true)
        {
            if (!source.TryRead(block, out int read))
            {
                refusal = SoundRefusal.Truncated;
                return null;
            }
            if (read == 0)
                break;
            frames += read;
            if (frames > (long)source.Rate * MaxSeconds)
            {
                refusal = SoundRefusal.TooLong;
                return null;
            }
            Pick(block.AsSpan(0, read * source.Channels), source.Channels, channel, one);
            converter.Write(one.AsSpan(0, read));
        }
        refusal = frames == 0 ? SoundRefusal.NoSamples : frames < source.Frames ? SoundRefusal.Truncated : SoundRefusal.None;
        if (refusal != SoundRefusal.None)
            return null;
        short[] samples = converter.Finish();
        return isWide ? new Sound(SampleRates.Convert(samples, Sound.WideRate, Sound.NarrowRate), samples) : new Sound(samples, null);
    }

    private static void Pick(ReadOnlySpan<float> frames, int channels, int? channel, Span<float> one)
    {
        for (int i = 0; i < frames.Length / channels; i++)
        {
            var frame = frames.Slice(i * channels, channels);
            if (channel is { } picked)
            {
                one[i] = frame[picked];
                continue;
            }
            float sum = 0;
            foreach (float sample in frame)
                sum += sample;
            one[i] = sum / channels;
        }
    }
}
