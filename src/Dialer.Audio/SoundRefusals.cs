namespace Dialer.Audio;

/// <summary>What a refusal says to whoever gave the file.</summary>
public static class SoundRefusals
{
    /// <summary>The cause, as the end of a sentence about the file.</summary>
    public static string Cause(this SoundRefusal refusal) => refusal switch
    {
        SoundRefusal.None => "is a sound",
        SoundRefusal.NoSuchFile => "is no file that exists",
        SoundRefusal.Empty => "is empty, or no ordinary file but a device or a pipe",
        SoundRefusal.TooLarge => "is larger than 1 GiB",
        SoundRefusal.Unreadable => "cannot be read",
        SoundRefusal.NotASound => "is none of WAV, AIFF and MP3",
        SoundRefusal.BrokenHeader => "has a header that contradicts itself, or does not say where its samples are and what they mean",
        SoundRefusal.Truncated => "is cut off: its header promises more than the file holds",
        SoundRefusal.NoSamples => "has no samples in it",
        SoundRefusal.UnsupportedFormat => "holds samples of a format that is not read (PCM of 8 to 32 bits, floating point, A-law, mu-law and MP3 are)",
        SoundRefusal.UnsupportedRate => "has a sample rate outside 4 to 192 kHz",
        SoundRefusal.UnsupportedChannels => "has no channel, or more than 8",
        SoundRefusal.NoSuchChannel => "has no such channel",
        SoundRefusal.TooLong => "is longer than an hour",
    };

    /// <summary>What to do, as a sentence.</summary>
    public static string Remedy(this SoundRefusal refusal) => refusal switch
    {
        SoundRefusal.NoSuchFile or SoundRefusal.Empty => "Give the path of a recording.",
        SoundRefusal.Unreadable => "Let the account that runs the dialer read it.",
        SoundRefusal.TooLarge or SoundRefusal.TooLong => "Give a recording of less than an hour.",
        SoundRefusal.NoSuchChannel => "Name a channel that the file has, from 1.",
        SoundRefusal.BrokenHeader or SoundRefusal.Truncated or SoundRefusal.NoSamples => "Export the recording anew, and copy the whole file.",
        _ => "Export it as WAV (such as 8 kHz, mono, 16 bits), AIFF or MP3.",
    };
}
