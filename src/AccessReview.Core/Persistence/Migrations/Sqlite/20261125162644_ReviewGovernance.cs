using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AccessReview.Core.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ReviewGovernance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ForId",
                table: "ReviewTurns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Conflict",
                table: "DraftItems",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<long>(
                name: "ForId",
                table: "DraftItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "SecondId",
                table: "DraftItems",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SecondWhy",
                table: "DraftItems",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<long>(
                name: "AddendumToId",
                table: "Campaigns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "SecondReview",
                table: "CampaignApplications",
                type: "TEXT",
                maxLength: 32,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<long>(
                name: "SecondReviewerId",
                table: "CampaignApplications",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Absences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    DelegateId = table.Column<long>(type: "INTEGER", nullable: false),
                    From = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    Until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    ReasonId = table.Column<long>(type: "INTEGER", nullable: false),
                    StatedBy = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    StatedAt = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: false),
                    ApprovedById = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedAt = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: true),
                    EndedBy = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    EndedAt = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: true),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Absences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Absences_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SampleDraws",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Seed = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Population = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    PopulationItems = table.Column<int>(type: "INTEGER", nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    ItemsHash = table.Column<byte[]>(type: "BLOB", fixedLength: true, maxLength: 32, nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: false),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SampleDraws", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SampleDraws_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SampleItems",
                columns: table => new
                {
                    DrawId = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    ItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SampleItems", x => new { x.DrawId, x.Position });
                    table.ForeignKey(
                        name: "FK_SampleItems_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "SecondReviews",
                columns: table => new
                {
                    ItemId = table.Column<long>(type: "INTEGER", nullable: false),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    ReviewerId = table.Column<long>(type: "INTEGER", nullable: false),
                    Why = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecondReviews", x => x.ItemId);
                    table.ForeignKey(
                        name: "FK_SecondReviews_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WorkloadShifts",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false),
                    CampaignId = table.Column<long>(type: "INTEGER", nullable: false),
                    FromId = table.Column<long>(type: "INTEGER", nullable: false),
                    ToId = table.Column<long>(type: "INTEGER", nullable: false),
                    Accounts = table.Column<int>(type: "INTEGER", nullable: false),
                    By = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    At = table.Column<DateTime>(type: "TEXT", precision: 3, nullable: false),
                    Active = table.Column<bool>(type: "INTEGER", nullable: false),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WorkloadShifts", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WorkloadShifts_AuditEvents_EventSeq",
                        column: x => x.EventSeq,
                        principalTable: "AuditEvents",
                        principalColumn: "Seq",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Absences_DelegateId",
                table: "Absences",
                column: "DelegateId");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_PersonId",
                table: "Absences",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_SampleDraws_CampaignId_Number",
                table: "SampleDraws",
                columns: new[] { "CampaignId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SecondReviews_CampaignId",
                table: "SecondReviews",
                column: "CampaignId");

            migrationBuilder.CreateIndex(
                name: "IX_WorkloadShifts_CampaignId",
                table: "WorkloadShifts",
                column: "CampaignId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Absences");

            migrationBuilder.DropTable(
                name: "SampleDraws");

            migrationBuilder.DropTable(
                name: "SampleItems");

            migrationBuilder.DropTable(
                name: "SecondReviews");

            migrationBuilder.DropTable(
                name: "WorkloadShifts");

            migrationBuilder.DropColumn(
                name: "ForId",
                table: "ReviewTurns");

            migrationBuilder.DropColumn(
                name: "Conflict",
                table: "DraftItems");

            migrationBuilder.DropColumn(
                name: "ForId",
                table: "DraftItems");

            migrationBuilder.DropColumn(
                name: "SecondId",
                table: "DraftItems");

            migrationBuilder.DropColumn(
                name: "SecondWhy",
                table: "DraftItems");

            migrationBuilder.DropColumn(
                name: "AddendumToId",
                table: "Campaigns");

            migrationBuilder.DropColumn(
                name: "SecondReview",
                table: "CampaignApplications");

            migrationBuilder.DropColumn(
                name: "SecondReviewerId",
                table: "CampaignApplications");
        }
    }
}
