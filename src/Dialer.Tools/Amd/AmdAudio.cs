using Dialer.Simulation.Audio;
using Dialer.Sip.Media;

namespace Dialer.Tools.Amd;

/// <summary>Audio files as the analysis wants them: one channel, 16 bits, 8 kHz.</summary>
internal static class AmdAudio
{
    /// <param name="channel">0 is the first.</param>
    /// <exception cref="AudioRefusedException">The message names the file and the cause.</exception>
    public static short[] Read8kHz(string path, int channel = 0)
    {
        FileInfo file = new(path);
        if (!file.Exists)
            throw new AudioRefusedException($"{path}: no such file");
        if (file.Length == 0)
            throw new AudioRefusedException($"{path}: the file is empty");
        var audio = WavFile.Read(path, out var refusal, channel) ?? throw new AudioRefusedException($"{path}: {Explain(refusal, channel)}");
        if (audio.Samples.Length == 0)
            throw new AudioRefusedException($"{path}: no samples in it");
        return Resampler.Convert(audio.Samples, audio.SampleRate, Signal.Rate);
    }

    private static string Explain(WavRefusal refusal, int channel) => refusal switch
    {
        WavRefusal.None => "no audio",
        WavRefusal.NotRiffWave => "not a WAVE file",
        WavRefusal.Truncated => "cut off within its header",
        WavRefusal.NoFormatChunk => "says nowhere what format its samples have",
        WavRefusal.NoDataChunk => "no samples in it",
        WavRefusal.UnsupportedFormat => "samples of a format that is not read (PCM of 8 to 32 bits, 32-bit float, A-law and mu-law are)",
        WavRefusal.UnsupportedRate => "a sample rate outside 4 to 192 kHz",
        WavRefusal.UnsupportedChannels => $"more than {WavFile.MaxChannels} channels, or none",
        WavRefusal.NoSuchChannel => $"has no channel {channel + 1}",
        WavRefusal.TooLong => "too long: over an hour",
        WavRefusal.Unreadable => "cannot be read",
    };
}
