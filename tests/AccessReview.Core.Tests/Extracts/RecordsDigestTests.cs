using System.Security.Cryptography;
using System.Text;
using AccessReview.Core.Connections;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests.Extracts;

public sealed class RecordsDigestTests
{
    [Fact]
    public void The_digest_is_over_length_and_value_of_every_column_in_order()
    {
        using var digest = new RecordsDigest();
        digest.Add(new AccountRecord
        {
            Id = 7, ExtractId = 1, AccountId = 12, Line = 2, Email = "zoë@example.test", EmailKey = "", Name = "Zoë 😀", NameSort = "", Role = "", RoleKey = "",
            Status = AccountStatus.Active, LastUsedState = LastUsedState.Known, LastUsedAt = new DateTime(2026, 1, 2, 3, 4, 5, 70, DateTimeKind.Utc),
        });
        digest.Add(new GroupRecord { Id = 8, ExtractId = 1, GroupId = 3, Name = "Growth", OwnerEmail = "", OwnerEmailKey = "" });
        digest.Add(new AssignmentRecord { Id = 9, ExtractId = 1, AccountRecordId = 7, GroupId = 3, Line = 4 });
        digest.Add(new PersonRecord
        {
            Id = 10, ExtractId = 1, PersonId = 11, Line = 5, EmployeeId = "0042", WorkEmail = "", EmailKey = "", Name = "A|B", NameSort = "", Status = EmploymentStatus.OnLeave, EmploymentType = "",
            EndDate = new DateOnly(2026, 12, 31), ManagerKey = "", ManagerId = null, Department = "", JobTitle = "",
        });

        const string Lines =
            "7:account|1:7|2:12|1:2|16:zoë@example.test|6:Zoë 😀|0:|6:Active|5:Known|24:2026-01-02T03:04:05.070Z|0:|\n"
            + "5:group|1:8|1:3|6:Growth|0:|\n"
            + "10:assignment|1:9|1:7|1:3|1:4|\n"
            + "6:person|2:10|2:11|1:5|4:0042|0:|3:A|B|7:OnLeave|0:|0:|10:2026-12-31|0:|0:|0:|0:|\n";
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(Lines)), digest.ToHash());
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(Connectors.GroupFiller.OtherSystem, "11:OtherSystem|")]
    public void What_fills_a_group_is_in_the_digest_where_it_is_known_so_that_older_readings_stand(Connectors.GroupFiller? filler, string known)
    {
        using var digest = new RecordsDigest();
        digest.Add(new AppGrant
        {
            Id = 7, ExtractId = 1, ApplicationId = 2, PersonId = 3, AppId = "heap", UserKey = "", AccountSourceId = "", Way = GrantWay.Group, GroupSourceId = "g1", GroupName = "Growth", FilledBy = filler,
        });
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes($"5:grant|1:7|1:2|1:3|4:heap|0:|0:|5:Group|2:g1|6:Growth|0:|{known}\n")), digest.ToHash());
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData(LastUsedState.Never, "5:Never|0:|")]
    [InlineData(LastUsedState.Known, "5:Known|24:2026-01-02T03:04:05.070Z|")]
    public void A_last_sign_in_is_in_the_digest_where_the_directory_says_something_of_it_so_that_older_readings_stand(LastUsedState? state, string known)
    {
        using var digest = new RecordsDigest();
        digest.Add(new PersonRecord
        {
            Id = 10, ExtractId = 1, PersonId = 11, Line = 5, EmployeeId = "", WorkEmail = "", EmailKey = "", Name = "A", NameSort = "", Status = EmploymentStatus.Active, EmploymentType = "", ManagerKey = "",
            Department = "", JobTitle = "", LastSignInState = state, LastSignInAt = state == LastUsedState.Known ? new DateTime(2026, 1, 2, 3, 4, 5, 70, DateTimeKind.Utc) : null,
        });
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes($"6:person|2:10|2:11|1:5|0:|0:|1:A|6:Active|0:|0:|0:|0:|0:|0:|0:|{known}\n")), digest.ToHash());
    }

    [Fact]
    public void The_digest_of_more_than_one_buffer_is_that_of_all_of_it()
    {
        using var digest = new RecordsDigest();
        var lines = new StringBuilder();
        for (var i = 100_000; i < 105_000; i++)
        {
            digest.Add(new AssignmentRecord { Id = i, ExtractId = 1, AccountRecordId = i, GroupId = 3, Line = i });
            lines.Append("10:assignment|6:").Append(i).Append("|6:").Append(i).Append("|1:3|6:").Append(i).Append("|\n");
        }

        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())), digest.ToHash());
    }
}
