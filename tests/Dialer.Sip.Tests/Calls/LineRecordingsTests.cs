using Dialer.Sip.Calls;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

public sealed class LineRecordingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("recordings").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Recordings_of_days_that_are_too_old_go_and_nothing_else_does()
    {
        string[] files = ["2026-03-01/1.wav", "2026-03-02/2.wav", "2026-03-02/notes.txt", "2026-03-03/3.wav", "kept/4.wav", "5.wav"];
        foreach (string file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, file))!);
            File.WriteAllText(Path.Combine(_folder, file), "");
        }
        Assert.Equal(2, LineRecordings.Forget(_folder, new DateOnly(2026, 3, 3)));
        Assert.Equal(["2026-03-02/notes.txt", "2026-03-03/3.wav", "5.wav", "kept/4.wav"],
            Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(_folder, "2026-03-01")));
        Assert.Equal(0, LineRecordings.Forget(Path.Combine(_folder, "none"), new DateOnly(2026, 3, 3)));
    }
}
