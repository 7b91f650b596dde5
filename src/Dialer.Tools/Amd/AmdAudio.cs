using Dialer.Audio;

namespace Dialer.Tools.Amd;

/// <summary>Audio files as the analysis wants them: one channel, 16 bits, 8 kHz.</summary>
internal static class AmdAudio
{
    /// <param name="channel">0 is the first.</param>
    /// <exception cref="AudioRefusedException">The message names the file and the cause.</exception>
    public static short[] Read8kHz(string path, int channel = 0) =>
        SoundFile.Read(path, out var refusal, channel)?.Narrow ?? throw new AudioRefusedException($"{path} {refusal.Cause()}. {refusal.Remedy()}");
}
